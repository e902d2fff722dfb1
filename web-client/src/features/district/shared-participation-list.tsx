import styles from '@/features/district/district-page.module.css';
import { PagedTable } from '@/features/district/paged-table';
import { sharedParticipationQuery } from '@/features/district/queries';
import type { SharedParticipationQuery } from '@/graphql/graphql';
import { day, lastDayBefore, today } from '@/lib/format';
import { usePages } from '@/lib/use-pages';
import { programKinds } from '@/lib/words';

type Props = { districtStudentId: string; now: Date };

export function SharedParticipationList({ districtStudentId, now }: Props) {
  const pages = usePages({
    query: sharedParticipationQuery,
    variables: { first: 25, districtStudentId: districtStudentId === '' ? null : districtStudentId },
    pick: (data: SharedParticipationQuery) => data.sharedParticipation,
  });
  return (
    <PagedTable
      caption="Shared participation, by student"
      columns={['Student', 'School', 'Organization and program', 'Since', 'Recent weeks']}
      noun="entries"
      pages={pages}
      empty={
        districtStudentId === '' ? (
          <p>
            No organization shares participation of these students today. It appears when an organization opts in to
            sharing with the district and the parent, guardian or eligible student consents to it.
          </p>
        ) : (
          <p>
            Nothing is shared about a student with this ID, or there is none among your students. Check the ID, or show
            all students.
          </p>
        )
      }
    >
      {pages.rows.map(({ givenName, familyName, districtStudentId: id, schoolName, program }, at) => (
        <tr key={at}>
          <th scope="row">
            {familyName}, {givenName} <span className={styles.aside}>ID {id}</span>
          </th>
          <td data-label="School">{schoolName}</td>
          <td data-label="Organization and program">
            {program.organizationName}{' '}
            <span className={styles.aside}>
              {program.programName} ({programKinds[program.kind]})
            </span>
          </td>
          <td data-label="Since">
            {day(program.begins)}
            {program.ends !== null && (
              <span className={styles.aside}>
                {program.ends <= today(now) ? 'ended ' : 'through '}
                {lastDayBefore(program.ends)}
              </span>
            )}
          </td>
          <td data-label="Recent weeks">
            {program.weeks.length === 0 && 'No presence recorded'}
            {program.weeks.slice(0, 3).map(({ weekOf, minutes }) => (
              <span key={weekOf} className={styles.line}>
                Week of {day(weekOf)}: {minutes} minutes
              </span>
            ))}
          </td>
        </tr>
      ))}
    </PagedTable>
  );
}
