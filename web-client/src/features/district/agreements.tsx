import { useQuery } from 'urql';
import { Notice } from '@/components/notice';
import { ProblemNotice } from '@/components/problem-notice';
import styles from '@/features/district/district-page.module.css';
import { agreementsQuery } from '@/features/district/queries';
import { day, lastDayBefore, schoolYear, today } from '@/lib/format';
import { problemOf } from '@/lib/graphql';
import { agreementBases, categoryNames, listed, verifications } from '@/lib/words';

/** Everything that is shown to an organization is bounded by one of these. */
export function Agreements({ now }: { now: Date }) {
  const [{ data, error, fetching }, ask] = useQuery({ query: agreementsQuery });
  const agreements = data?.viewer.district?.agreements ?? [];
  return (
    <section aria-labelledby="agreements">
      <h2 id="agreements">Agreements with organizations</h2>
      {fetching && <p role="status">The agreements are being read.</p>}
      {!fetching && error && (
        <ProblemNotice
          problem={problemOf(error)}
          retry={() => {
            ask();
          }}
        />
      )}
      {!fetching && !error && agreements.length === 0 && (
        <Notice>
          <p>Your district has no agreement with an organization. The operator enters them when both have signed.</p>
        </Notice>
      )}
      {agreements.length > 0 && (
        <table className={styles.table}>
          <caption>Agreements, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Organization</th>
              <th scope="col">In force</th>
              <th scope="col">Covers</th>
              <th scope="col">Basis and verification</th>
              <th scope="col">Purpose</th>
            </tr>
          </thead>
          <tbody>
            {agreements.map((agreement) => (
              <tr key={agreement.id}>
                <th scope="row">{agreement.organization.name}</th>
                <td data-label="In force">{term(agreement, today(now))}</td>
                <td data-label="Covers">
                  {listed(agreement.categories.map((category) => categoryNames[category]))}
                  <span className={styles.aside}>
                    {agreement.schoolCodes === null ? 'all schools' : `schools ${listed(agreement.schoolCodes)}`},{' '}
                    {agreement.schoolYears === null ? 'all school years' : listed(agreement.schoolYears.map(schoolYear))}
                  </span>
                </td>
                <td data-label="Basis and verification">
                  {agreementBases[agreement.basis]}
                  <span className={styles.aside}>{verifications[agreement.verification]}</span>
                </td>
                <td data-label="Purpose">{agreement.purpose}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function term({ begins, ends }: { begins: string | null; ends: string | null }, todayIs: string): string {
  if (begins === null) return 'Not in force';
  if (ends === null) return `Since ${day(begins)}`;
  return ends <= todayIs ? `Ended ${lastDayBefore(ends)}` : `${day(begins)} through ${lastDayBefore(ends)}`;
}
