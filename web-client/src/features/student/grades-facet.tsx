import { ScrollRegion } from '@/components/scroll-region';
import styles from '@/features/student/district-record.module.css';
import { GradesOverTime } from '@/features/student/grades-over-time';
import type { RecordFragment } from '@/graphql/graphql';
import { count, day, schoolYear } from '@/lib/format';
import { groupBy } from '@/lib/group-by';

export type Grades = Extract<RecordFragment['grades'], { __typename: 'Grades' }>;
export type Section = Grades['sections'][number];
export type Grade = Section['grades'][number];

/** The year in figures, each school year as a table of courses by grading period, and the newest over time. */
export function GradesFacet({ grades, districtName }: { grades: Grades; districtName: string }) {
  const { summary, sections } = grades;
  if (summary === null && sections.length === 0) return <p>The district has delivered no grades.</p>;
  const years = [...groupBy(sections, (section) => section.schoolYear)];
  const [newest, ...earlier] = years;
  return (
    <>
      {summary && <Figures summary={summary} />}
      {newest && <CourseTable year={newest[0]} sections={newest[1]} districtName={districtName} />}
      {newest && <GradesOverTime sections={newest[1]} />}
      {earlier.map(([year, ofYear]) => (
        <details key={year} className={styles.more}>
          <summary>
            {schoolYear(year)}, {count(ofYear.length, 'course')}
          </summary>
          <CourseTable year={year} sections={ofYear} districtName={districtName} />
        </details>
      ))}
    </>
  );
}

function Figures({ summary }: { summary: NonNullable<Grades['summary']> }) {
  const { failing, sections, creditsEarned, creditsAttempted, gradePointAverage, gradedUntil } = summary;
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Failing grades</dt>
          <dd>
            {failing} <span className={styles.aside}>of {count(sections, 'course')}</span>
          </dd>
        </div>
        <div>
          <dt>Credits earned</dt>
          <dd>
            {creditsEarned} <span className={styles.aside}>of {creditsAttempted} attempted</span>
          </dd>
        </div>
        <div>
          <dt>Grade point average</dt>
          <dd>{gradePointAverage === null ? 'No final grade yet' : gradePointAverage.toFixed(2)}</dd>
        </div>
      </dl>
      <p className={styles.aside}>
        {schoolYear(summary.schoolYear)}, graded through {day(gradedUntil)}. Credits and average are of final grades.
      </p>
    </>
  );
}

type CourseTableProps = { year: number; sections: Section[]; districtName: string };

function CourseTable({ year, sections, districtName }: CourseTableProps) {
  const periods = periodsOf(sections);
  return (
    <ScrollRegion label={`Courses of ${schoolYear(year)} by grading period, ${districtName}`}>
      <table className={styles.table}>
        <caption>Courses of {schoolYear(year)}</caption>
        <thead>
          <tr>
            <th scope="col">Course</th>
            {periods.map((period) => (
              <th key={period} scope="col">
                {period}
              </th>
            ))}
            <th scope="col">Credits</th>
          </tr>
        </thead>
        <tbody>
          {sections.map((section, at) => (
            <tr key={at}>
              <th scope="row">
                {section.courseTitle} <span className={styles.aside}>{section.courseCode}</span>
              </th>
              {periods.map((period) => (
                <GradeCell key={period} grade={gradeOf(section, period)} />
              ))}
              <td>{creditsOf(section)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function GradeCell({ grade }: { grade: Grade | undefined }) {
  if (!grade) return <td>–</td>;
  return (
    <td className={grade.failing ? styles.failing : undefined}>
      {gradeText(grade)}
      {grade.failing && <strong>Failing</strong>}
      {grade.kind === 'PROGRESS' && <span className={styles.aside}> in progress</span>}
    </td>
  );
}

/** B+ (88%), 88% or P. */
export function gradeText({ letter, percent }: Pick<Grade, 'letter' | 'percent'>): string {
  const percentage = percent === null ? undefined : `${String(Math.round(percent * 10) / 10)}%`;
  if (letter === null) return percentage ?? 'Not given';
  return percentage === undefined ? letter : `${letter} (${percentage})`;
}

/** The grading periods of some sections, oldest first, as the district calls them. */
export function periodsOf(sections: Section[]): string[] {
  const starts = new Map<string, string>();
  for (const { gradingPeriod, periodBegins, gradedOn } of sections.flatMap((section) => section.grades)) {
    const start = periodBegins ?? gradedOn;
    const known = starts.get(gradingPeriod);
    if (known === undefined || start < known) starts.set(gradingPeriod, start);
  }
  return [...starts].sort(([, one], [, other]) => one.localeCompare(other)).map(([period]) => period);
}

/** What a section gave in a period; of several, the final one, which comes last. */
export function gradeOf(section: Section, period: string): Grade | undefined {
  const ofPeriod = section.grades.filter((grade) => grade.gradingPeriod === period);
  return ofPeriod.find((grade) => grade.kind === 'FINAL') ?? ofPeriod.at(-1);
}

function creditsOf(section: Section): string {
  const credited = section.grades.filter((grade) => grade.kind === 'FINAL' && grade.creditsEarned !== null);
  if (credited.length === 0) return 'Not yet';
  const earned = credited.reduce((sum, grade) => sum + (grade.creditsEarned ?? 0), 0);
  const attempted = credited.reduce((sum, grade) => sum + (grade.creditsAttempted ?? 0), 0);
  return attempted > 0 ? `${String(earned)} of ${String(attempted)}` : String(earned);
}
