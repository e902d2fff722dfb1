import styles from '@/features/district/district-page.module.css';
import { PagedTable } from '@/features/district/paged-table';
import { consentsToVerifyQuery } from '@/features/district/queries';
import type { ConsentsToVerifyQuery } from '@/graphql/graphql';
import { day, lastDayBefore, moment } from '@/lib/format';
import { usePages } from '@/lib/use-pages';
import { audienceNames, categoryNames, consentKinds, listed, signerCapacities } from '@/lib/words';

/** What waits for the district; until it is verified, nothing is shown to the organization. */
export function ConsentsToVerify() {
  const pages = usePages({
    query: consentsToVerifyQuery,
    variables: { first: 25 },
    pick: (data: ConsentsToVerifyQuery) => data.consentsToVerify,
  });
  return (
    <section aria-labelledby="consents-to-verify">
      <h2 id="consents-to-verify">Consents to verify</h2>
      <PagedTable
        caption="Consents that wait for your district, oldest first"
        columns={['Student', 'Organization', 'Signed by', 'In force', 'Covers']}
        noun="consents"
        pages={pages}
        empty={<p>No consent waits for your district. Those that your agreements let you verify appear here.</p>}
      >
        {pages.rows.map((consent) => (
          <tr key={consent.id}>
            <th scope="row">
              {consent.familyName}, {consent.givenName}{' '}
              <span className={styles.aside}>
                {consent.districtStudentId === null ? 'no ID typed' : `ID ${consent.districtStudentId}`}
              </span>
            </th>
            <td data-label="Organization">
              {consent.organizationName}{' '}
              <span className={styles.aside}>entered {moment(consent.recordedAt)}</span>
            </td>
            <td data-label="Signed by">
              {consent.signerName} ({signerCapacities[consent.signerCapacity]})
              {consent.signedOn !== null && <span className={styles.aside}>on {day(consent.signedOn)}</span>}
            </td>
            <td data-label="In force">
              from {day(consent.begins)}
              {consent.ends !== null && ` through ${lastDayBefore(consent.ends)}`}
            </td>
            <td data-label="Covers">
              {consentKinds[consent.kind]}
              <span className={styles.aside}>
                {listed([
                  ...consent.categories.map((category) => categoryNames[category]),
                  ...consent.audiences.map((audience) => audienceNames[audience]),
                ])}
              </span>
            </td>
          </tr>
        ))}
      </PagedTable>
    </section>
  );
}
