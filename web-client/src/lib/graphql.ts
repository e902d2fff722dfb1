import { Client, CombinedError, fetchExchange } from '@urql/core';
import { readEvents } from '@/lib/event-stream';
import type { Session } from '@/lib/session';

const PATIENCE_MS = 30_000;
const ONE_ANSWER = 'application/graphql-response+json, application/json';

/** What the API tells before anyone has signed in. */
export type ClientConfig = { issuer: string; clientId: string; explorer: boolean };

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
    // A page asks for an answer, never for a stream.
    fetchOptions: { headers: { accept: ONE_ANSWER } },
    fetch: (input, init) => ask(session, input, init),
  });
}

/** A request as it goes over the wire. */
export type GraphqlRequest = { query: string; operationName?: string | null; variables?: unknown };

/** Requests that are not a page's own document: those of the explorer, and streams. */
export type Operations = {
  run: (request: GraphqlRequest) => Promise<unknown>;
  /** Results as they come; ends when the API says so. */
  stream: (request: GraphqlRequest, signal: AbortSignal, accepted?: () => void) => AsyncGenerator<unknown>;
};

/** The API does not answer this as a stream, and asking again will not help. */
export class NoStream extends Error {}

/** The stream was lost on the way; asking again may help. */
export class BrokenLine extends Error {}

export function createOperations(session: Session): Operations {
  return {
    run: async (request) => {
      const response = await ask(session, '/graphql', post(request, ONE_ANSWER));
      return (await response.json()) as unknown;
    },
    stream: (request, signal, accepted) => stream(session, request, signal, accepted),
  };
}

function post(request: GraphqlRequest, accept: string): RequestInit {
  return {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  };
}

async function* stream(
  session: Session,
  request: GraphqlRequest,
  signal: AbortSignal,
  accepted?: () => void,
): AsyncGenerator<unknown> {
  try {
    const response = await openStream(session, request, signal);
    if (response.status >= 500) throw new BrokenLine();
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !type.startsWith('text/event-stream') || !response.body) throw new NoStream();
    accepted?.();
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'complete') return;
      if (event === 'next') yield JSON.parse(data) as unknown;
    }
  } catch (error) {
    if (error instanceof NoStream || error instanceof NotSignedIn || error instanceof NotYours) throw error;
    throw new BrokenLine('The line broke.', { cause: error });
  }
  throw new BrokenLine('The line ended before the stream was complete.');
}

/** Patience is for the answer to begin: a stream stays open for hours. */
async function openStream(session: Session, request: GraphqlRequest, signal: AbortSignal): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, PATIENCE_MS);
  try {
    const init = { ...post(request, 'text/event-stream'), signal };
    return await ask(session, '/graphql', init, patience.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  session: Session,
  input: RequestInfo | URL,
  init?: RequestInit,
  patience = AbortSignal.timeout(PATIENCE_MS),
): Promise<Response> {
  const token = session.accessToken();
  if (token === undefined) throw new NotSignedIn(session.signInAgain());
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(input, {
    ...init,
    headers,
    credentials: 'omit',
    signal: AbortSignal.any([patience, ...(init?.signal ? [init.signal] : [])]),
  });
  if (response.status === 401) throw new NotSignedIn(session.signInAgain());
  session.wasAccepted();
  if (response.status === 403) throw new NotYours();
  return response;
}

/** Whether the API answers the field with nothing because what it was asked with, such as an id, has the wrong form. */
export function isMalformed(error: unknown, field: string): boolean {
  if (!(error instanceof CombinedError) || error.graphQLErrors.length === 0) return false;
  return error.graphQLErrors.every(
    ({ path, extensions }) => path?.length === 1 && path[0] === field && extensions.classification === 'BAD_REQUEST',
  );
}

/** What went wrong, as far as it matters to the person in front of the screen. */
export type Problem = 'FAILED' | 'NOT_YOURS' | 'SIGN_IN_NOT_ACCEPTED' | 'LEAVING' | 'ENOUGH_FOR_TODAY';

export function problemOf(error: unknown): Problem {
  const cause = error instanceof CombinedError ? error.networkError : error;
  if (cause instanceof NotYours) return 'NOT_YOURS';
  if (cause instanceof NotSignedIn) return cause.leaving ? 'LEAVING' : 'SIGN_IN_NOT_ACCEPTED';
  return isDailyLimit(error) ? 'ENOUGH_FOR_TODAY' : 'FAILED';
}

/** Whether what is on the screen may stay there: the person may go on asking, now or later. */
export function mayStay(problem: Problem | undefined): boolean {
  return problem === 'FAILED' || problem === 'ENOUGH_FOR_TODAY';
}

function isDailyLimit(error: unknown): boolean {
  return (
    error instanceof CombinedError &&
    error.graphQLErrors.some(({ extensions }) => extensions.classification === 'DAILY_LIMIT')
  );
}
