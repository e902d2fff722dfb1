import styles from '@/features/district/district-page.module.css';
import { PagedTable } from '@/features/district/paged-table';
import { districtDisclosuresQuery } from '@/features/district/queries';
import type { DistrictDisclosuresQuery } from '@/graphql/graphql';
import { count, moment } from '@/lib/format';
import { usePages } from '@/lib/use-pages';
import { agreementBases, categoryNames, listed, roleNames } from '@/lib/words';

const NAMED = 10;

/** Who received what (34 CFR 99.32). */
export function Disclosures() {
  const pages = usePages({
    query: districtDisclosuresQuery,
    variables: { first: 25 },
    pick: (data: DistrictDisclosuresQuery) => data.districtDisclosures,
  });
  return (
    <section aria-labelledby="disclosures">
      <h2 id="disclosures">Who received what</h2>
      <PagedTable
        caption="Disclosures, newest first"
        columns={['When', 'Who', 'Category', 'Students', 'Basis and purpose']}
        noun="disclosures"
        pages={pages}
        empty={<p>Nobody has asked for data of your students yet. Each release and refusal is recorded here.</p>}
      >
        {pages.rows.map((disclosure, at) => (
          <tr key={at}>
            <th scope="row">{moment(disclosure.at)}</th>
            <td data-label="Who">
              {disclosure.staffName}
              <span className={styles.aside}>
                {roleNames[disclosure.role]}, {disclosure.organizationName ?? 'your district'}
              </span>
            </td>
            <td data-label="Category">{categoryNames[disclosure.category]}</td>
            <td data-label="Students">
              released for {disclosure.released}, withheld for {disclosure.withheld}
              <span className={styles.aside}>{named(disclosure.districtStudentIds)}</span>
            </td>
            <td data-label="Basis and purpose">
              {listed(disclosure.bases.map((basis) => agreementBases[basis]))}
              <span className={styles.aside}>{disclosure.purpose}</span>
            </td>
          </tr>
        ))}
      </PagedTable>
    </section>
  );
}

function named(ids: string[]): string {
  const more = ids.length - NAMED;
  return ids.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${count(more, 'other')}` : '');
}
