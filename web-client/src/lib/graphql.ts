import { Client, fetchExchange, type CombinedError } from '@urql/core';
import type { Session } from '@/lib/session';

const PATIENCE_MS = 30_000;

/** What the API tells before anyone has signed in. */
export type ClientConfig = { issuer: string; clientId: string };

export async function readClientConfig(): Promise<ClientConfig> {
  const response = await fetch('/client-config', {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`/client-config answered ${String(response.status)}.`);
  return (await response.json()) as ClientConfig;
}

/** The address is not one that the signed-in person may use. */
class NotYours extends Error {}

/** The API does not accept the sign-in; the browser may be on its way to a new one. */
class NotSignedIn extends Error {
  constructor(readonly leaving: boolean) {
    super('The sign-in is not accepted.');
  }
}

/** Asks over POST alone, so that no variable is ever part of an address, and keeps no answer. */
export function createGraphqlClient(session: Session): Client {
  return new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: (input, init) => ask(session, input, init),
  });
}

async function ask(session: Session, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const token = session.accessToken();
  if (token === undefined) throw new NotSignedIn(session.signInAgain());
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(input, {
    ...init,
    headers,
    credentials: 'omit',
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(init?.signal ? [init.signal] : [])]),
  });
  if (response.status === 401) throw new NotSignedIn(session.signInAgain());
  session.wasAccepted();
  if (response.status === 403) throw new NotYours();
  return response;
}

/** What went wrong, as far as it matters to the person in front of the screen. */
export type Problem = 'FAILED' | 'NOT_YOURS' | 'SIGN_IN_NOT_ACCEPTED' | 'LEAVING';

export function problemOf(error: CombinedError): Problem {
  if (error.networkError instanceof NotYours) return 'NOT_YOURS';
  if (error.networkError instanceof NotSignedIn) {
    return error.networkError.leaving ? 'LEAVING' : 'SIGN_IN_NOT_ACCEPTED';
  }
  return 'FAILED';
}
