import { ScrollRegion } from '@/components/scroll-region';
import { AttendanceCalendar } from '@/features/student/attendance-calendar';
import styles from '@/features/student/district-record.module.css';
import type { RecordFragment } from '@/graphql/graphql';
import { CHRONIC_ABSENCE_RATE } from '@/lib/attendance';
import { count, day, percent, schoolYear, schoolYearBegins, today } from '@/lib/format';
import { attendanceMarks } from '@/lib/words';

export type Attendance = Extract<RecordFragment['attendance'], { __typename: 'Attendance' }>;
type Summary = NonNullable<Attendance['summary']>;
type Props = { attendance: Attendance; enrollment: RecordFragment['enrollment']; districtName: string; now: Date };

/** The year in figures, month by month, and as a list. */
export function AttendanceFacet({ attendance, enrollment, districtName, now }: Props) {
  const { summary, days } = attendance;
  if (summary === null) return <p>The district has delivered no attendance.</p>;
  const begins = schoolYearBegins(today(now));
  // A district that delivered none says nothing about single days.
  const enrollments =
    enrollment.__typename === 'Enrollments' && enrollment.all.length > 0 ? enrollment.all : undefined;
  const isThisYear = summary.coveredUntil >= begins;
  return (
    <>
      <Figures summary={summary} />
      {!isThisYear && <p>Nothing of the school year that began {day(begins)} has been delivered.</p>}
      {isThisYear && (
        <AttendanceCalendar
          days={days}
          from={begins}
          coveredUntil={summary.coveredUntil}
          enrollments={enrollments}
        />
      )}
      {isThisYear && days.length === 0 && <p>No absence, late arrival or other exception this school year.</p>}
      {days.length > 0 && (
        <details className={styles.more}>
          <summary>All {count(days.length, 'exception')} of this school year as a list</summary>
          <ScrollRegion label={`Attendance exceptions, ${districtName}`}>
            <table className={styles.table}>
              <caption>Attendance exceptions, newest first</caption>
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Class period</th>
                  <th scope="col">What it was</th>
                </tr>
              </thead>
              <tbody>
                {days.map(({ date, period, status }) => (
                  <tr key={`${date} ${period ?? ''} ${status}`}>
                    <th scope="row">{day(date)}</th>
                    <td>{period ?? 'Whole day'}</td>
                    <td>{attendanceMarks[status].words}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </details>
      )}
    </>
  );
}

function Figures({ summary }: { summary: Summary }) {
  const { enrolled, excused, unexcused, tardy, rate, coveredUntil } = summary;
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Days absent</dt>
          <dd>
            {excused + unexcused}{' '}
            <span className={styles.aside}>
              ({excused} excused, {unexcused} unexcused)
            </span>
          </dd>
        </div>
        <div>
          <dt>Days tardy</dt>
          <dd>{tardy}</dd>
        </div>
        <div>
          <dt>Attendance rate</dt>
          <dd>{rate === null ? 'No day of school yet' : percent(rate)}</dd>
        </div>
      </dl>
      <p>
        {rate !== null && rate <= CHRONIC_ABSENCE_RATE && (
          <>
            <strong className={styles.marker}>Chronic absence</strong>{' '}
          </>
        )}
        <span className={styles.aside}>
          {schoolYear(summary.schoolYear)}: {count(enrolled, 'school day')} through {day(coveredUntil)}. Chronic absence
          begins at 10% of them, {count(Math.ceil(enrolled / 10), 'day')}.
        </span>
      </p>
    </>
  );
}
