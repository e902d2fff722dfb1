import styles from '@/features/student/student-page.module.css';
import type { StudentPageQuery } from '@/graphql/graphql';
import { count, day, lastDayBefore, today } from '@/lib/format';
import { categoryNames, consentKinds, listed, programKinds, signerCapacities } from '@/lib/words';

type Participant = NonNullable<StudentPageQuery['participant']>;
type Consent = Participant['consents'][number];
type Props = { participant: Participant; now: Date };

/** The organization's own data: who the child is, in which programs, and which consents are on record. */
export function WhoAndWhere({ participant, now }: Props) {
  const { preferredGivenName, givenName, birthDate, programEnrollments, programAttendance, consents } = participant;
  return (
    <>
      <p className={styles.aside}>
        {preferredGivenName !== null && preferredGivenName !== givenName && `Goes by ${preferredGivenName}. `}
        {birthDate !== null && `Born ${day(birthDate)}.`}
      </p>
      <div className={styles.who}>
        <section aria-labelledby="programs">
          <h2 id="programs">Programs</h2>
          {programEnrollments.length === 0 && <p>In no program.</p>}
          <ul>
            {programEnrollments.map(({ program, begins, ends }) => (
              <li key={`${program.id} ${begins}`}>
                {program.name} ({programKinds[program.kind]}){' '}
                <span className={styles.aside}>
                  {ends === null ? `since ${day(begins)}` : `${day(begins)} through ${lastDayBefore(ends)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="presence">
          <h2 id="presence">Last days at your programs</h2>
          {programAttendance.length === 0 && <p>No presence is recorded.</p>}
          <ul>
            {programAttendance.slice(0, 5).map(({ id, program, date, minutes }) => (
              <li key={id}>
                {day(date)}: {minutes === 0 ? 'expected and absent' : count(minutes, 'minute')}{' '}
                <span className={styles.aside}>{program.name}</span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="consents">
          <h2 id="consents">Consents</h2>
          {consents.length === 0 && <p>No consent is on record. Ask the parent or guardian to sign one.</p>}
          <ul>
            {consents.map((consent) => (
              <li key={consent.id}>
                {consentKinds[consent.kind]}, {consent.district.name}: {standing(consent, today(now))}{' '}
                <span className={styles.aside}>
                  {consent.categories.length > 0 &&
                    `${listed(consent.categories.map((category) => categoryNames[category]))}; `}
                  signed by {consent.signerName} ({signerCapacities[consent.signerCapacity]})
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

function standing({ begins, ends, revokedAt }: Consent, todayIs: string): string {
  if (revokedAt !== null) return `withdrawn ${day(revokedAt.slice(0, 10))}`;
  if (begins === null) return 'not in force';
  if (begins > todayIs) return `begins ${day(begins)}`;
  if (ends === null) return `in force since ${day(begins)}`;
  return ends > todayIs ? `in force through ${lastDayBefore(ends)}` : `ended ${lastDayBefore(ends)}`;
}
