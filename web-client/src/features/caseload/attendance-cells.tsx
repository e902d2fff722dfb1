import styles from '@/features/caseload/caseload-table.module.css';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { CHRONIC_ABSENCE_RATE } from '@/lib/attendance';
import { count, day, percent } from '@/lib/format';

type Props = {
  attendance: Extract<ParticipantRowFragment['students'][number]['attendance'], { __typename: 'Attendance' }>;
};

/** The cells Days absent, Days tardy and Attendance rate. */
export function AttendanceCells({ attendance }: Props) {
  const summary = attendance.summary;
  if (summary === null) {
    return (
      <td colSpan={3} data-label="Attendance">
        The district has delivered no attendance.
      </td>
    );
  }
  return (
    <>
      <td data-label="Days absent">
        <span className={styles.number}>{summary.excused + summary.unexcused}</span>{' '}
        <span className={styles.aside}>{`${String(summary.excused)} excused, ${String(summary.unexcused)} unexcused`}</span>
      </td>
      <td data-label="Days tardy">
        <span className={styles.number}>{summary.tardy}</span>
      </td>
      <td data-label="Attendance rate">
        {summary.rate === null ? 'No day of school yet' : <span className={styles.number}>{percent(summary.rate)}</span>}
        {summary.rate !== null && summary.rate <= CHRONIC_ABSENCE_RATE && (
          <strong className={styles.marker}>Chronic absence</strong>
        )}
        <span className={styles.aside}>
          {count(summary.enrolled, 'day')} through {day(summary.coveredUntil)}
        </span>
      </td>
    </>
  );
}
