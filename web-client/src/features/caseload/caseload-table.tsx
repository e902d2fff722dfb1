import { WithheldNote } from '@/components/withheld-note';
import { AttendanceCells } from '@/features/caseload/attendance-cells';
import styles from '@/features/caseload/caseload-table.module.css';
import { EnrollmentCells } from '@/features/caseload/enrollment-cells';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { today } from '@/lib/format';

type Student = ParticipantRowFragment['students'][number];
type Props = { caption: string; rows: ParticipantRowFragment[]; now: Date };

/** One row per participant and district; below 48rem each becomes a card of its own. */
export function CaseloadTable({ caption, rows, now }: Props) {
  return (
    <table className={styles.table}>
      <caption>
        {caption}
        <span className={styles.aside}>Chronic absence is being absent on 10% of school days or more, excused or not.</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Participant</th>
          <th scope="col">School</th>
          <th scope="col">Grade level</th>
          <th scope="col" aria-sort="descending">
            Days absent
          </th>
          <th scope="col">Days tardy</th>
          <th scope="col">Attendance rate</th>
        </tr>
      </thead>
      {rows.map((row) => (
        <ParticipantRows key={row.id} row={row} now={now} />
      ))}
    </table>
  );
}

function ParticipantRows({ row, now }: { row: ParticipantRowFragment; now: Date }) {
  const [first, ...others] = row.students;
  return (
    <tbody>
      <tr>
        <th scope="row" rowSpan={Math.max(1, row.students.length)}>
          <Who row={row} now={now} />
        </th>
        {first ? <StudentCells student={first} now={now} /> : <NoStudentCell />}
      </tr>
      {others.map((student) => (
        <tr key={student.id}>
          <StudentCells student={student} now={now} />
        </tr>
      ))}
    </tbody>
  );
}

function Who({ row, now }: { row: ParticipantRowFragment; now: Date }) {
  const programs = row.programEnrollments
    .filter(({ ends }) => ends === null || ends > today(now))
    .map(({ program }) => program.name);
  return (
    <>
      <span className={styles.name}>
        {row.familyName}, {row.givenName}
      </span>
      {row.preferredGivenName !== null && row.preferredGivenName !== row.givenName && (
        <span className={styles.aside}>goes by {row.preferredGivenName}</span>
      )}
      <span className={styles.aside}>{programs.length > 0 ? programs.join(', ') : 'In no program today'}</span>
    </>
  );
}

function StudentCells({ student, now }: { student: Student; now: Date }) {
  const { enrollment, attendance, district } = student;
  if (enrollment.__typename === 'Withheld' && attendance.__typename === 'Withheld') {
    if (enrollment.message === attendance.message && enrollment.nextStep === attendance.nextStep) {
      return (
        <td colSpan={5} data-label="School and attendance">
          <WithheldNote what="School and attendance" withheld={attendance} />
          <span className={styles.aside}>{district.name}</span>
        </td>
      );
    }
  }
  return (
    <>
      <EnrollmentCells enrollment={enrollment} districtName={district.name} now={now} />
      <AttendanceCells attendance={attendance} />
    </>
  );
}

function NoStudentCell() {
  return (
    <td colSpan={5} data-label="School and attendance">
      No district is recorded for this participant, so there is no school data. An admin can add the district and the
      district student ID.
    </td>
  );
}
