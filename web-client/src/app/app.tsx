import { Suspense, use } from 'react';
import { SignedIn } from '@/app/signed-in';
import { Shell } from '@/app/shell';
import type { Start } from '@/app/start';
import { Notice } from '@/components/notice';
import { Page } from '@/components/page';
import { ProblemNotice } from '@/components/problem-notice';

type Props = { starting: Promise<Start> };

export function App({ starting }: Props) {
  return (
    <Suspense fallback={<Shell>{null}</Shell>}>
      <Visited starting={starting} />
    </Suspense>
  );
}

function Visited({ starting }: Props) {
  const { visit } = use(starting);
  switch (visit.kind) {
    case 'SIGNED_IN':
      return <SignedIn session={visit.session} />;
    case 'LEAVING':
      return (
        <Shell>
          <Notice kind="STATUS">
            <p>You are being taken to the sign-in page.</p>
          </Notice>
        </Shell>
      );
    case 'SIGNED_OUT':
      return (
        <Shell>
          <Page heading="You are signed out">
            <p>On a shared computer, close the browser as well.</p>
            <button type="button" onClick={visit.signIn}>
              Sign in
            </button>
          </Page>
        </Shell>
      );
    case 'SIGN_IN_FAILED':
      return (
        <Shell>
          <Page heading="Sign-in did not work">
            <p>The sign-in was not completed, or it took too long. Nothing was shown to anyone.</p>
            <button type="button" onClick={visit.signIn}>
              Sign in again
            </button>
          </Page>
        </Shell>
      );
    case 'UNREACHABLE':
      return (
        <Shell>
          <Page heading="Student Success Link">
            <ProblemNotice
              problem="FAILED"
              retry={() => {
                location.reload();
              }}
            />
          </Page>
        </Shell>
      );
  }
}
