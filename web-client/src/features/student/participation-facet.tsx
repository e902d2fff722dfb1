import styles from '@/features/student/district-record.module.css';
import type { RecordFragment } from '@/graphql/graphql';
import { day, lastDayBefore, today } from '@/lib/format';
import { programKinds } from '@/lib/words';

type Participation = Extract<RecordFragment['participation'], { __typename: 'Participation' }>;
type Props = { participation: Participation; now: Date };

/** What other organizations do with the child, as far as they share it. */
export function ParticipationFacet({ participation, now }: Props) {
  const { programs } = participation;
  if (programs.length === 0) return <p>No other organization shares a program that this child takes part in.</p>;
  return (
    <ul className={styles.plain}>
      {programs.map(({ organizationName, programName, kind, begins, ends, weeks }) => (
        <li key={`${organizationName} ${programName} ${begins}`}>
          {programName}, {organizationName} ({programKinds[kind]}){' '}
          <span className={styles.aside}>
            {ends === null && `since ${day(begins)}`}
            {ends !== null &&
              `${day(begins)} through ${lastDayBefore(ends)}${ends <= today(now) ? ', ended' : ''}`}
            {weeks.length === 0 && '; no presence in recent weeks'}
          </span>
          {weeks.length > 0 && (
            <ul className={styles.plain} aria-label={`Weeks at ${programName}`}>
              {weeks.map(({ weekOf, minutes }) => (
                <li key={weekOf} className={styles.aside}>
                  Week of {day(weekOf)}: {minutes} minutes
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
