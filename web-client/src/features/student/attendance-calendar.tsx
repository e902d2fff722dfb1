import styles from '@/features/student/attendance-calendar.module.css';
import type { Attendance } from '@/features/student/attendance-facet';
import type { AttendanceStatus } from '@/graphql/graphql';
import { day, month } from '@/lib/format';
import { groupBy } from '@/lib/group-by';
import { attendanceMarks } from '@/lib/words';

type Event = Attendance['days'][number];
type Enrollment = { entryDate: string; exitDate: string | null };
type Props = {
  days: Event[];
  from: string;
  coveredUntil: string;
  /** Undefined where they are not known: then every day may have been one of school. */
  enrollments: Enrollment[] | undefined;
};

const notEnrolled = { letter: '–', words: 'not enrolled' };

/** Of several on a day, the one that weighs most stands in the calendar; the list has them all. */
const byWeight: AttendanceStatus[] = [
  'ABSENT_UNEXCUSED',
  'ABSENT_EXCUSED',
  'PARTIAL_DAY',
  'EARLY_DEPARTURE',
  'TARDY',
  'REMOTE',
];

const weekdays = [
  ['Mon', 'Monday'],
  ['Tue', 'Tuesday'],
  ['Wed', 'Wednesday'],
  ['Thu', 'Thursday'],
  ['Fri', 'Friday'],
] as const;

/** The months of the school year so far; each exceptional day carries a letter besides its color. */
export function AttendanceCalendar({ days, from, coveredUntil, enrollments }: Props) {
  const byDate = groupBy(days, ({ date }) => date);
  const isEnrolled = (date: string) =>
    enrollments?.some(({ entryDate, exitDate }) => entryDate <= date && (exitDate === null || date < exitDate)) ?? true;
  return (
    <>
      <ul className={styles.legend} aria-label="What the letters mean">
        {byWeight.map((status) => (
          <li key={status}>
            <span className={`${styles.mark} ${styles[status] ?? ''}`}>{attendanceMarks[status].letter}</span>{' '}
            {attendanceMarks[status].words}
          </li>
        ))}
        {enrollments && (
          <li>
            <span className={`${styles.mark} ${styles.outside ?? ''}`}>{notEnrolled.letter}</span> {notEnrolled.words}
          </li>
        )}
      </ul>
      <div className={styles.months}>
        {monthsBetween(firstMonth(days, from), coveredUntil).map((yearAndMonth) => (
          <table key={yearAndMonth} className={styles.month}>
            <caption>{month(yearAndMonth)}</caption>
            <thead>
              <tr>
                {weekdays.map(([short, long]) => (
                  <th key={short} scope="col" abbr={long}>
                    {short}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(yearAndMonth).map((week) => (
                <tr key={week.find((date) => date !== undefined)}>
                  {week.map((date, at) =>
                    date === undefined ? (
                      <td key={at} />
                    ) : (
                      <Day
                        key={date}
                        date={date}
                        events={byDate.get(date) ?? []}
                        isCovered={date <= coveredUntil}
                        isEnrolled={isEnrolled(date)}
                      />
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </>
  );
}

type DayProps = { date: string; events: Event[]; isCovered: boolean; isEnrolled: boolean };

function Day({ date, events, isCovered, isEnrolled }: DayProps) {
  const status = byWeight.find((candidate) => events.some((event) => event.status === candidate));
  // What the district recorded stands, even on a day outside the enrollments.
  if (status === undefined && !isEnrolled) return <MarkedDay date={date} look="outside" mark={notEnrolled} />;
  if (status === undefined) return <td className={isCovered ? undefined : styles.ahead}>{Number(date.slice(8))}</td>;
  const { letter, words } = attendanceMarks[status];
  const periods = events.filter((event) => event.status === status && event.period !== null);
  const explained = `${words}${periods.length > 0 ? `, in ${String(periods.length)} class period${periods.length > 1 ? 's' : ''}` : ''}`;
  return <MarkedDay date={date} look={status} mark={{ letter, words: explained }} />;
}

type MarkedDayProps = { date: string; look: string; mark: { letter: string; words: string } };

function MarkedDay({ date, look, mark: { letter, words } }: MarkedDayProps) {
  return (
    <td className={styles[look]} title={`${day(date)}: ${words}`}>
      {Number(date.slice(8))} <span aria-hidden="true">{letter}</span>
      <span className={styles.spoken}>{words}</span>
    </td>
  );
}

/** The first month with school in it is not known; August counts only when something happened in it. */
function firstMonth(days: Event[], from: string): string {
  const first = days.at(-1)?.date ?? '';
  const september = `${from.slice(0, 4)}-09`;
  return first !== '' && first < september ? from.slice(0, 7) : september;
}

function monthsBetween(first: string, coveredUntil: string): string[] {
  const months: string[] = [];
  for (let at = first; at <= coveredUntil.slice(0, 7); at = monthAfter(at)) months.push(at);
  return months;
}

function monthAfter(yearAndMonth: string): string {
  const [year, number] = yearAndMonth.split('-').map(Number) as [number, number];
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
}

/** Monday to Friday; a day outside the month stays empty. */
function weeksOf(yearAndMonth: string): (string | undefined)[][] {
  const weeks: (string | undefined)[][] = [];
  for (let number = 1; number <= 31; number += 1) {
    const date = `${yearAndMonth}-${String(number).padStart(2, '0')}`;
    const moment = new Date(`${date}T00:00:00Z`);
    if (moment.toISOString().slice(0, 10) !== date) break;
    const weekday = moment.getUTCDay() - 1;
    if (weekday < 0 || weekday > 4) continue;
    if (weekday === 0 || weeks.length === 0) weeks.push(Array.from({ length: 5 }, () => undefined));
    const week = weeks.at(-1);
    if (week) week[weekday] = date;
  }
  return weeks;
}
