import { useState, type ReactNode } from 'react';
import { NavLink } from 'react-router';
import styles from '@/app/shell.module.css';
import { Notice } from '@/components/notice';
import type { Role, ViewerQuery } from '@/graphql/graphql';
import { lastDayBefore, today } from '@/lib/format';
import { roleNames } from '@/lib/words';

type Account = {
  viewer: ViewerQuery['viewer'] | undefined;
  signOut: () => Promise<void>;
  hasExplorer: boolean;
  now: Date;
};
type Props = { account?: Account; children: ReactNode };

const firstPages: Record<Role, string> = {
  ADMIN: 'Participants',
  PROGRAM_MANAGER: 'Participants',
  CASE_WORKER: 'My caseload',
  ANALYST: 'Start',
  DISTRICT_STEWARD: 'Our students',
  SCHOOL_STAFF: 'Our students',
  OPERATOR: 'Start',
};

/** The frame of every page: whose address it is, who is signed in, and the way out. */
export function Shell({ account, children }: Props) {
  const [signOutFailed, setSignOutFailed] = useState(false);
  const place = account?.viewer?.organization?.name ?? account?.viewer?.district?.name;
  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header className={styles.header}>
        <p className={styles.place}>
          <span className={styles.product}>Student Success Link</span>
          {place && <span>{place}</span>}
        </p>
        {account?.viewer && (
          <nav aria-label="Pages" className={styles.pages}>
            <NavLink to="/" end>
              {firstPages[account.viewer.role]}
            </NavLink>
            {account.hasExplorer && <NavLink to="/explorer">Explorer</NavLink>}
          </nav>
        )}
        {account && (
          <div className={styles.account}>
            {account.viewer && <WhoIsSignedIn viewer={account.viewer} now={account.now} />}
            <button
              type="button"
              onClick={() => {
                account.signOut().catch(() => {
                  setSignOutFailed(true);
                });
              }}
            >
              Sign out
            </button>
          </div>
        )}
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {signOutFailed && (
          <Notice kind="ALERT" heading="Signing out did not work">
            <p>The sign-in server could not be reached. Close the browser to end your sign-in on this computer.</p>
          </Notice>
        )}
        {children}
      </main>
    </>
  );
}

function WhoIsSignedIn({ viewer, now }: { viewer: ViewerQuery['viewer']; now: Date }) {
  const { trainingUntil } = viewer;
  return (
    <p className={styles.person}>
      <span>
        {viewer.givenName} {viewer.familyName}
      </span>
      <span className={styles.role}>
        {roleNames[viewer.role]}
        {trainingUntil !== null &&
          trainingUntil > today(now) &&
          `, training counts through ${lastDayBefore(trainingUntil)}`}
      </span>
    </p>
  );
}
