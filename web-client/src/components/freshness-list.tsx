import styles from '@/components/freshness-list.module.css';
import type { AgeFragment } from '@/graphql/graphql';
import { ago, day, moment } from '@/lib/format';
import { groupBy } from '@/lib/group-by';
import { categoryNames, listed } from '@/lib/words';

export type DatedDistrict = { id: string; name: string; freshness: AgeFragment[] };

/** How old each district's data is and when the next pull comes. */
export function FreshnessList({ districts, now }: { districts: DatedDistrict[]; now: Date }) {
  const each = new Map(districts.map((district) => [district.id, district]));
  const byName = [...each.values()].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section aria-labelledby="freshness" className={styles.freshness}>
      <h2 id="freshness">How old the data is</h2>
      <dl>
        {byName.map((district) => (
          <div key={district.id}>
            <dt>{district.name}</dt>
            {district.freshness.length === 0 && <dd>No data has arrived from this district yet.</dd>}
            {alike(district.freshness).map((ages) => (
              <dd key={ages[0]?.category}>
                <FreshnessSentence ages={ages} now={now} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function FreshnessSentence({ ages, now }: { ages: AgeFragment[]; now: Date }) {
  const [first] = ages;
  if (!first) return null;
  const { publishedAt, coveredUntil, nextPullAt } = first;
  const categories = listed(ages.map(({ category }, at) => (at === 0 ? categoryNames[category] : lower(category))));
  return (
    <>
      {categories}: confirmed {ago(publishedAt, now)} <time dateTime={publishedAt}>({moment(publishedAt)})</time>
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

/** Categories that came with one pull share a sentence. */
function alike(freshness: AgeFragment[]): AgeFragment[][] {
  return [...groupBy(freshness, (age) => [age.publishedAt, age.coveredUntil, age.nextPullAt].join()).values()];
}

function lower(category: AgeFragment['category']): string {
  return categoryNames[category].toLowerCase();
}
