import styles from '@/features/caseload/caseload-table.module.css';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { today } from '@/lib/format';

type Participation = Extract<
  ParticipantRowFragment['students'][number]['participation'],
  { __typename: 'Participation' }
>;
type Props = { participation: Participation; now: Date };

const SHOWN = 3;

/** The cell Other organizations: where else the child goes today. */
export function ParticipationCell({ participation, now }: Props) {
  const current = participation.programs.filter(({ ends }) => ends === null || ends > today(now));
  return (
    <td data-label="Other organizations">
      {current.length === 0 && 'None shared today'}
      {current.length > 0 && (
        <ul className={styles.short}>
          {current.slice(0, SHOWN).map(({ organizationName, programName }) => (
            <li key={`${organizationName} ${programName}`}>
              {programName} <span className={styles.aside}>{organizationName}</span>
            </li>
          ))}
        </ul>
      )}
      {current.length > SHOWN && <span className={styles.aside}>and {current.length - SHOWN} more</span>}
    </td>
  );
}
