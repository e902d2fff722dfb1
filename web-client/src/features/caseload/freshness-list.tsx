import styles from '@/features/caseload/freshness-list.module.css';
import type { DataCategory, ParticipantRowFragment } from '@/graphql/graphql';
import { ago, day, moment } from '@/lib/format';

type District = ParticipantRowFragment['students'][number]['district'];
type Freshness = District['freshness'][number];

const categoryNames: Record<DataCategory, string> = { ENROLLMENT: 'Enrollment', ATTENDANCE: 'Attendance' };

/** How old each district's data is and when the next pull comes. */
export function FreshnessList({ rows, now }: { rows: ParticipantRowFragment[]; now: Date }) {
  return (
    <section aria-labelledby="freshness" className={styles.freshness}>
      <h2 id="freshness">How old the data is</h2>
      <dl>
        {districtsOf(rows).map((district) => (
          <div key={district.id}>
            <dt>{district.name}</dt>
            {district.freshness.length === 0 && <dd>No data has arrived from this district yet.</dd>}
            {district.freshness.map((freshness) => (
              <dd key={freshness.category}>
                <FreshnessSentence freshness={freshness} now={now} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function FreshnessSentence({ freshness, now }: { freshness: Freshness; now: Date }) {
  const { category, publishedAt, coveredUntil, nextPullAt } = freshness;
  return (
    <>
      {categoryNames[category]}: confirmed {ago(publishedAt, now)}{' '}
      <time dateTime={publishedAt}>({moment(publishedAt)})</time>
      {coveredUntil !== null && `, covers days through ${day(coveredUntil)}`}
      {'; '}
      {nextPullAt === null ? (
        'no next pull is planned.'
      ) : (
        <>
          {Date.parse(nextPullAt) < now.getTime() ? 'the next pull was due ' : 'the next pull comes '}
          <time dateTime={nextPullAt}>{moment(nextPullAt)}</time>.
        </>
      )}
    </>
  );
}

function districtsOf(rows: ParticipantRowFragment[]): District[] {
  const districts = new Map<string, District>();
  for (const row of rows) {
    for (const { district } of row.students) districts.set(district.id, district);
  }
  return [...districts.values()].sort((a, b) => a.name.localeCompare(b.name));
}
