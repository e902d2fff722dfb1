import styles from '@/features/caseload/caseload-table.module.css';
import type { ParticipantRowFragment } from '@/graphql/graphql';
import { count, day } from '@/lib/format';

type Grades = Extract<ParticipantRowFragment['students'][number]['grades'], { __typename: 'Grades' }>;

/** The cell Failing grades. */
export function GradesCell({ grades }: { grades: Grades }) {
  const summary = grades.summary;
  return (
    <td data-label="Failing grades">
      {summary === null ? (
        'The district has delivered no grades.'
      ) : (
        <>
          <span className={styles.number}>{summary.failing}</span>{' '}
          <span className={styles.aside}>
            of {count(summary.sections, 'course')}, graded through {day(summary.gradedUntil)}
          </span>
        </>
      )}
    </td>
  );
}
