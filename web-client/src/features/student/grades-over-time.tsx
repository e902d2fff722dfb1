import { gradeOf, periodsOf, type Grade, type Section } from '@/features/student/grades-facet';
import styles from '@/features/student/grades-over-time.module.css';

const WIDTH = 200;
const HEIGHT = 72;
const MARGIN = 8;
/** Without a letter, less than this is failing. */
const PASSING_PERCENT = 60;

type Point = { period: string; x: number; y: number; percent: number; failing: boolean };

/** A small line per course; the table of courses above it says the same in figures. */
export function GradesOverTime({ sections }: { sections: Section[] }) {
  const periods = periodsOf(sections);
  const charts = sections
    .map((section) => ({ section, points: pointsOf(section, periods) }))
    .filter(({ points }) => points.length > 1);
  if (charts.length === 0) return null;
  return (
    <section className={styles.overTime}>
      <h4>Grades over time</h4>
      <p className={styles.legend}>
        Dashed: 60%. A cross is a failing grade, a dot a passing one; from {periods[0]} to {periods.at(-1)}.
      </p>
      <div className={styles.charts}>
        {charts.map(({ section, points }, at) => (
          <figure key={at}>
            <figcaption>{section.courseTitle}</figcaption>
            <Chart points={points} title={section.courseTitle} />
          </figure>
        ))}
      </div>
    </section>
  );
}

function Chart({ points, title }: { points: Point[]; title: string }) {
  const spoken = points.map(
    ({ period, percent, failing }) => `${period} ${String(Math.round(percent))}%${failing ? ', failing' : ''}`,
  );
  return (
    <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={`${title}: ${spoken.join('; ')}`}>
      <line className={styles.passing} x1={0} x2={WIDTH} y1={height(PASSING_PERCENT)} y2={height(PASSING_PERCENT)} />
      <polyline className={styles.line} points={points.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ')} />
      {points.map((point) =>
        point.failing ? (
          <path
            key={point.period}
            className={styles.cross}
            d={`M${String(point.x - 4)} ${String(point.y - 4)}l8 8m0 -8l-8 8`}
          />
        ) : (
          <circle key={point.period} className={styles.dot} cx={point.x} cy={point.y} r={3.5} />
        ),
      )}
    </svg>
  );
}

function pointsOf(section: Section, periods: string[]): Point[] {
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, periods.length - 1);
  return periods.flatMap((period, at) => {
    const grade: Grade | undefined = gradeOf(section, period);
    if (grade?.percent === null || grade === undefined) return [];
    const { percent, failing } = grade;
    return [{ period, x: MARGIN + at * step, y: height(percent), percent, failing }];
  });
}

/** From 0 at the bottom to 100, and all extra credit, at the top. */
function height(percent: number): number {
  const share = Math.min(100, Math.max(0, percent)) / 100;
  return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
}
