import { useState } from 'react';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { Provider, useQuery } from 'urql';
import { MainPage } from '@/app/main-page';
import { Shell } from '@/app/shell';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';
import { viewerQuery } from '@/features/viewer/queries';
import { createGraphqlClient, problemOf } from '@/lib/graphql';
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
  const viewer = data?.viewer;
  return (
    <Shell account={{ viewer, signOut: session.signOut, now }}>
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
        <Routes>
          <Route path="/" element={<MainPage viewer={viewer} now={now} />} />
          <Route path="*" element={<NoSuchPage />} />
        </Routes>
      )}
    </Shell>
  );
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
