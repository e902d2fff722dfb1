import { useState } from 'react';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { Provider, useQuery } from 'urql';
import { MainPage } from '@/app/main-page';
import { Shell } from '@/app/shell';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';
import { useCaseloadChanges } from '@/features/changes/use-caseload-changes';
import { ExplorerPage } from '@/features/explorer/explorer-page';
import { StudentPage } from '@/features/student/student-page';
import { viewerQuery } from '@/features/viewer/queries';
import type { Role } from '@/graphql/graphql';
import { LiveContext } from '@/lib/changes';
import { createGraphqlClient, createOperations, problemOf } from '@/lib/graphql';
import type { Session } from '@/lib/session';

type Props = { session: Session };

/** Everything behind the sign-in. */
export function SignedIn({ session }: Props) {
  const [client] = useState(() => createGraphqlClient(session));
  return (
    <Provider value={client}>
      <BrowserRouter>
        <Rooms session={session} />
      </BrowserRouter>
    </Provider>
  );
}

function Rooms({ session }: Props) {
  const [now] = useState(() => new Date());
  const [{ data, error, fetching }, again] = useQuery({ query: viewerQuery });
  const [operations] = useState(() => createOperations(session));
  const viewer = data?.viewer;
  // Only a case worker's page is the caseload that the API tells about.
  const live = useCaseloadChanges(operations, viewer?.role === 'CASE_WORKER');
  return (
    <Shell account={{ viewer, signOut: session.signOut, hasExplorer: session.hasExplorer, now }}>
      {fetching && (
        <Notice kind="STATUS">
          <p>Your account is being read.</p>
        </Notice>
      )}
      {!fetching && error && !viewer && (
        <Page heading="Student Success Link">
          <ProblemNotice problem={problemOf(error)} retry={again} />
        </Page>
      )}
      {viewer && (
        <LiveContext value={live}>
          <Routes>
            <Route path="/" element={<MainPage viewer={viewer} now={now} />} />
            {hasParticipants(viewer.role) && <Route path="/participants/:id" element={<StudentPage now={now} />} />}
            {session.hasExplorer && (
              <Route path="/explorer" element={<ExplorerPage role={viewer.role} operations={operations} />} />
            )}
            <Route path="*" element={<NoSuchPage />} />
          </Routes>
        </LiveContext>
      )}
    </Shell>
  );
}

/** Which pages there are for a role; what they show is the API's answer. */
function hasParticipants(role: Role): boolean {
  return role === 'ADMIN' || role === 'PROGRAM_MANAGER' || role === 'CASE_WORKER';
}

function NoSuchPage() {
  return (
    <Page heading="There is no such page">
      <p>
        The address may be mistyped or out of date. <Link to="/">Go to the first page</Link>.
      </p>
    </Page>
  );
}
