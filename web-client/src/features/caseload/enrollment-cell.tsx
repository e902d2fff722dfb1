import styles from '@/features/caseload/caseload-table.module.css';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { day, gradeLevel, today } from '@/lib/format';

type Props = {
  enrollment: Extract<ParticipantRowFragment['students'][number]['enrollment'], { __typename: 'Enrollments' }>;
  districtName: string;
  now: Date;
};

/** The cell School. */
export function EnrollmentCell({ enrollment, districtName, now }: Props) {
  const current = enrollment.current;
  if (current === null) {
    return (
      <td data-label="School">
        The district has delivered no enrollment.
        <span className={styles.aside}>{districtName}</span>
      </td>
    );
  }
  const left = current.exitDate !== null && current.exitDate <= today(now);
  return (
    <td data-label="School">
      {current.school.name}
      <span className={styles.aside}>
        {current.gradeLevel === null ? 'Grade level not given' : gradeLevel(current.gradeLevel)}, {districtName}
      </span>
      {left && <span className={styles.marker}>Not enrolled since {day(current.exitDate ?? '')}</span>}
    </td>
  );
}
