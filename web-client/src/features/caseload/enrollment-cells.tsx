import { WithheldNote } from '@/components/withheld-note';
import styles from '@/features/caseload/caseload-table.module.css';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { day, gradeLevel, today } from '@/lib/format';

type Props = {
  enrollment: ParticipantRowFragment['students'][number]['enrollment'];
  districtName: string;
  now: Date;
};

/** The cells School and Grade level. */
export function EnrollmentCells({ enrollment, districtName, now }: Props) {
  const district = <span className={styles.aside}>{districtName}</span>;
  if (enrollment.__typename === 'Withheld') {
    return (
      <td colSpan={2} data-label="School and grade level">
        <WithheldNote what="School" withheld={enrollment} />
        {district}
      </td>
    );
  }
  const current = enrollment.current;
  if (current === null) {
    return (
      <td colSpan={2} data-label="School and grade level">
        The district has delivered no enrollment.
        {district}
      </td>
    );
  }
  const left = current.exitDate !== null && current.exitDate <= today(now);
  return (
    <>
      <td data-label="School">
        {current.school.name}
        {district}
        {left && <span className={styles.marker}>Not enrolled since {day(current.exitDate ?? '')}</span>}
      </td>
      <td data-label="Grade level">{current.gradeLevel === null ? 'Not given' : gradeLevel(current.gradeLevel)}</td>
    </>
  );
}
