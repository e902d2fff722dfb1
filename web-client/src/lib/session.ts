import { InMemoryWebStorage, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { ClientConfig } from '@/lib/graphql';

const SIGNED_IN = '/signed-in';
const SIGNED_OUT = '/signed-out';

/** A signed-in person. The tokens live in this object alone and end with the page. */
export type Session = {
  /** The access token while it is valid. */
  accessToken: () => string | undefined;
  /** Notes that the API has accepted the token, so that a later refusal means that it ended. */
  wasAccepted: () => void;
  /** Leaves for the sign-in page; false when that would go round in a circle. */
  signInAgain: () => boolean;
  signOut: () => Promise<void>;
  /** Whether the API tells its schema: without it there is no explorer. */
  hasExplorer: boolean;
};

/** Where a visit stands once the address has been looked at. */
export type Visit =
  | { kind: 'SIGNED_IN'; session: Session }
  | { kind: 'LEAVING' }
  | { kind: 'SIGNED_OUT'; signIn: () => void }
  | { kind: 'SIGN_IN_FAILED'; signIn: () => void };

export async function openVisit(config: ClientConfig): Promise<Visit> {
  const manager = createManager(config);
  reloadWhenRestored();
  // When the way there fails, the first page says what to do.
  const signIn = (returnTo: string) => {
    manager.signinRedirect({ state: returnTo }).catch(startAgain);
  };
  const signInAtHome = () => {
    signIn('/');
  };

  if (location.pathname === SIGNED_OUT) {
    history.replaceState(null, '', SIGNED_OUT);
    return { kind: 'SIGNED_OUT', signIn: signInAtHome };
  }
  if (location.pathname !== SIGNED_IN) {
    await manager.clearStaleState();
    await manager.metadataService.getMetadata(); // fails when the sign-in server cannot be reached
    signIn(location.pathname + location.search);
    return { kind: 'LEAVING' };
  }
  try {
    const user = await manager.signinRedirectCallback();
    history.replaceState(null, '', returnAddress(user.state));
    return { kind: 'SIGNED_IN', session: createSession(manager, user, config.explorer) };
  } catch {
    // What the sign-in server answered is in the address; it is not for the history or the screen.
    history.replaceState(null, '', SIGNED_IN);
    return { kind: 'SIGN_IN_FAILED', signIn: signInAtHome };
  }
}

function createManager(config: ClientConfig): UserManager {
  return new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: location.origin + SIGNED_IN,
    post_logout_redirect_uri: location.origin + SIGNED_OUT,
    scope: 'openid profile student-data',
    response_type: 'code',
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // The code verifier has to outlive the way to the sign-in server and back; it is removed on return.
    // eslint-disable-next-line no-restricted-globals
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}

function createSession(manager: UserManager, user: User, hasExplorer: boolean): Session {
  let accepted = false;
  return {
    accessToken: () => (user.expired ? undefined : user.access_token),
    wasAccepted: () => {
      accepted = true;
    },
    signInAgain: () => {
      if (accepted) manager.signinRedirect({ state: location.pathname + location.search }).catch(startAgain);
      return accepted;
    },
    signOut: () => manager.signoutRedirect(),
    hasExplorer,
  };
}

function startAgain(): void {
  location.assign('/');
}

/** Going back after signing out must not bring the page of before out of the browser's memory. */
function reloadWhenRestored(): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

/** An address of this site only, and never the way back from sign-in itself. */
export function returnAddress(state: unknown): string {
  if (typeof state !== 'string' || !/^\/(?![/\\])/.test(state)) return '/';
  return state.startsWith(SIGNED_IN) || state.startsWith(SIGNED_OUT) ? '/' : state;
}
