import { useRef, type ReactNode } from 'react';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';
import styles from '@/features/caseload/caseload-page.module.css';
import { CaseloadTable } from '@/features/caseload/caseload-table';
import { FreshnessList } from '@/features/caseload/freshness-list';
import { useParticipants, type Participants } from '@/features/caseload/use-participants';

type Props = {
  role: 'ADMIN' | 'PROGRAM_MANAGER' | 'CASE_WORKER';
  organizationName: string;
  now: Date;
  /** What stands between the heading and the list. */
  notice?: ReactNode;
};

/** Answers "who needs me today?": the viewer's participants, those with most absences first. */
export function CaseloadPage({ role, organizationName, now, notice }: Props) {
  const isCaseWorker = role === 'CASE_WORKER';
  const heading = isCaseWorker ? 'My caseload' : 'Participants';
  const participants = useParticipants(isCaseWorker ? 'CASELOAD' : 'ALL');
  const { rows, loading, problem, retry } = participants;
  const empty = !loading && !problem && rows.length === 0;

  return (
    <Page heading={heading}>
      {notice}
      {empty && <NobodyHere isCaseWorker={isCaseWorker} organizationName={organizationName} />}
      {rows.length > 0 && (
        <>
          <FreshnessList rows={rows} now={now} />
          <CaseloadTable caption={`${heading}, most days absent this school year first`} rows={rows} now={now} />
        </>
      )}
      {participants.incomplete && (
        <Notice>
          <p>Some entries could not be read just now and are left out. Reload the page to try again.</p>
        </Notice>
      )}
      {problem && <ProblemNotice problem={problem} retry={retry} />}
      {!empty && !problem && <HowFar participants={participants} />}
    </Page>
  );
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

function HowFar({ participants }: { participants: Participants }) {
  const { rows, totalCount, loading, hasMore, loadMore } = participants;
  const status = useRef<HTMLParagraphElement>(null);
  const begun = rows.length > 0;
  return (
    <div className={styles.howFar}>
      <p role="status" ref={status} tabIndex={-1}>
        {loading && (begun ? 'More participants are being read.' : 'The participants are being read.')}
        {!loading && `${String(rows.length)} of ${String(totalCount ?? rows.length)} participants are shown.`}
      </p>
      {begun && hasMore && !loading && (
        <button
          type="button"
          onClick={() => {
            // The button goes while the page is read; whoever pressed it stays at this place.
            status.current?.focus();
            loadMore();
          }}
        >
          Show more
        </button>
      )}
    </div>
  );
}
