import { Link } from 'react-router';
import styles from '@/features/caseload/caseload-table.module.css';
import { StudentCells } from '@/features/caseload/student-cells';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { day, today } from '@/lib/format';
import type { CaseloadOrder } from '@/features/caseload/orders';

type Props = {
  caption: string;
  order: CaseloadOrder;
  rows: ParticipantRowFragment[];
  /** Whether the rows are about to be replaced. */
  isBusy: boolean;
  now: Date;
};

/** One row per participant and district; below 48rem each becomes a card of its own. */
export function CaseloadTable({ caption, order, rows, isBusy, now }: Props) {
  const sorted = (column: CaseloadOrder, direction: 'ascending' | 'descending') =>
    order === column ? { 'aria-sort': direction } : {};
  return (
    <table className={styles.table} aria-busy={isBusy}>
      <caption>
        {caption}
        <span className={styles.aside}>
          Chronic absence is being absent on 10% of school days or more, excused or not. A failing grade is an E, F, N,
          NC, NP or U, or without a letter less than 60%.
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col" {...sorted('NAME', 'ascending')}>
            Participant
          </th>
          <th scope="col">School</th>
          <th scope="col" {...sorted('ABSENCES', 'descending')}>
            Days absent
          </th>
          <th scope="col">Days tardy</th>
          <th scope="col">Attendance rate</th>
          <th scope="col" {...sorted('FAILING_GRADES', 'descending')}>
            Failing grades
          </th>
          <th scope="col">Other organizations</th>
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
      <Link className={styles.name} to={`/participants/${encodeURIComponent(row.id)}`}>
        {row.familyName}, {row.givenName}
      </Link>
      {row.preferredGivenName !== null && row.preferredGivenName !== row.givenName && (
        <span className={styles.aside}>goes by {row.preferredGivenName}</span>
      )}
      <span className={styles.aside}>{programs.length > 0 ? programs.join(', ') : 'In no program today'}</span>
      {programs.length > 0 && <LastPresence attendance={row.programAttendance} />}
    </>
  );
}

/** The newest entries come first; one of no minutes is a day on which the child was expected and not there. */
function LastPresence({ attendance }: { attendance: ParticipantRowFragment['programAttendance'] }) {
  const [newest] = attendance;
  const last = attendance.find(({ minutes }) => minutes > 0);
  return (
    <span className={styles.aside}>
      {last ? `Last here ${day(last.date)}` : 'Not here yet, as far as recorded'}
      {newest?.minutes === 0 && `, missed ${day(newest.date)}`}
    </span>
  );
}

function NoStudentCell() {
  return (
    <td colSpan={6} data-label="School data">
      No district is recorded for this participant, so there is no school data. An admin can add the district and the
      district student ID.
    </td>
  );
}
