import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { FreshnessList } from '@/components/freshness-list';
import { HowFar } from '@/components/how-far';
import { LiveStatus } from '@/components/live-status';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';
import styles from '@/features/caseload/caseload-page.module.css';
import { CaseloadTable } from '@/features/caseload/caseload-table';
import { orderNames, orderOf, orders, type CaseloadOrder } from '@/features/caseload/orders';
import { caseloadQuery, participantsQuery } from '@/features/caseload/queries';
import type { CaseloadQuery, ParticipantRowFragment, ParticipantsQuery } from '@/graphql/graphql';
import { useChanges, type Change } from '@/lib/changes';
import { usePages } from '@/lib/use-pages';

const PAGE_SIZE = 25;

type Props = {
  role: 'ADMIN' | 'PROGRAM_MANAGER' | 'CASE_WORKER';
  organizationName: string;
  now: Date;
  /** What stands between the heading and the list. */
  notice?: ReactNode;
};

/** Answers "who needs me today?": the viewer's participants, those with most absences first. */
export function CaseloadPage({ role, organizationName, now, notice }: Props) {
  const [search, setSearch] = useSearchParams();
  const order = orderOf(search.get('order'));
  const heading = role === 'CASE_WORKER' ? 'My caseload' : 'Participants';
  return (
    <Page heading={heading}>
      {notice}
      <label className={styles.order}>
        Sorted by
        <select
          value={order}
          onChange={(event) => {
            const chosen = orders[event.target.value as CaseloadOrder];
            setSearch({ order: chosen.word }, { replace: true });
          }}
        >
          {orderNames.map((name) => (
            <option key={name} value={name}>
              {orders[name].name}
            </option>
          ))}
        </select>
      </label>
      <ParticipantList
        order={order}
        heading={heading}
        isCaseWorker={role === 'CASE_WORKER'}
        organizationName={organizationName}
        now={now}
      />
    </Page>
  );
}

type ListProps = {
  order: CaseloadOrder;
  heading: string;
  isCaseWorker: boolean;
  organizationName: string;
  now: Date;
};

function ParticipantList({ order, heading, isCaseWorker, organizationName, now }: ListProps) {
  const pages = usePages({
    query: isCaseWorker ? caseloadQuery : participantsQuery,
    variables: { first: PAGE_SIZE, orderBy: orders[order].orderBy },
    pick: (data: CaseloadQuery | ParticipantsQuery) =>
      'participants' in data ? data.participants : data.viewer.caseload,
  });
  const { rows, loading, problem, retry } = pages;
  const shownOrder = pages.variables.orderBy.field;
  useChanges((change) => isAbout(change, rows), pages.refresh);
  const empty = !loading && !problem && rows.length === 0;

  return (
    <>
      <LiveStatus updatedAt={pages.refreshedAt} />
      {empty && <NobodyHere isCaseWorker={isCaseWorker} organizationName={organizationName} />}
      {rows.length > 0 && (
        <>
          <FreshnessList districts={rows.flatMap((row) => row.students.map(({ district }) => district))} now={now} />
          <CaseloadTable
            caption={`${heading}, ${orders[shownOrder].caption}`}
            order={shownOrder}
            rows={rows}
            isBusy={loading && pages.outdated}
            now={now}
          />
        </>
      )}
      {pages.incomplete && (
        <Notice>
          <p>Some entries could not be read just now and are left out. Reload the page to try again.</p>
        </Notice>
      )}
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {!empty && !problem && <HowFar pages={pages} noun="participants" />}
    </>
  );
}

function isAbout(change: Change, rows: ParticipantRowFragment[]): boolean {
  switch (change.kind) {
    case 'ANYTHING':
      return true;
    case 'STUDENT':
      return rows.some((row) => row.students.some(({ id }) => id === change.id));
    case 'DISTRICT':
      return rows.some((row) => row.students.some(({ district }) => district.id === change.id));
  }
}

function NobodyHere({ isCaseWorker, organizationName }: { isCaseWorker: boolean; organizationName: string }) {
  return isCaseWorker ? (
    <Notice heading="Nobody is assigned to you today">
      <p>
        Your caseload holds the participants that your organization’s admins and program managers assign to you, by
        name or by program. Ask one of them to assign yours.
      </p>
    </Notice>
  ) : (
    <Notice heading="There are no participants yet">
      <p>
        {organizationName} has entered no participants, or none in the programs that you manage. They appear here as
        soon as they are entered with a program.
      </p>
    </Notice>
  );
}
