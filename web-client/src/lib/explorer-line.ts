import type { Role } from '@/graphql/graphql';
import type { GraphqlRequest, Operations } from '@/lib/graphql';

/*
 * The explorer stands in a frame of its own: its editor brings styles for the whole page and needs inline ones, which
 * the pages with student data do not allow. The frame holds no token and may connect to nothing; it asks over this line.
 */

export const EXPLORER_ADDRESS = '/explorer.html';
const READY = 'explorer-ready';

/** What the page tells the frame when the line opens. */
type Opening = { role: Role };
type Question = { id: number; kind: 'RUN' | 'STREAM'; request: GraphqlRequest } | { id: number; kind: 'STOP' };
type Answer = { id: number; kind: 'RESULT'; result: unknown } | { id: number; kind: 'DONE' | 'FAILED' };

/** The page's end of the line; returns how to hang up. */
export function answerExplorer(frame: Window, role: Role, operations: Operations): () => void {
  const ends = new Map<number, AbortController>();
  let port: MessagePort | undefined;
  const hangUp = () => {
    for (const end of ends.values()) end.abort();
    ends.clear();
    port?.close();
  };
  const opened = (event: MessageEvent) => {
    if (event.source !== frame || event.origin !== location.origin || event.data !== READY) return;
    hangUp();
    const channel = new MessageChannel();
    port = channel.port1;
    const tell = (answer: Answer) => {
      channel.port1.postMessage(answer);
    };
    channel.port1.onmessage = ({ data }: MessageEvent<Question>) => {
      if (data.kind === 'STOP') {
        ends.get(data.id)?.abort();
        return;
      }
      const end = new AbortController();
      ends.set(data.id, end);
      void answer(data.id, data.kind, data.request, operations, end.signal, tell).finally(() => {
        ends.delete(data.id);
      });
    };
    const opening: Opening = { role };
    frame.postMessage(opening, location.origin, [channel.port2]);
  };
  addEventListener('message', opened);
  return () => {
    removeEventListener('message', opened);
    hangUp();
  };
}

async function answer(
  id: number,
  kind: 'RUN' | 'STREAM',
  request: GraphqlRequest,
  operations: Operations,
  signal: AbortSignal,
  tell: (answer: Answer) => void,
): Promise<void> {
  try {
    if (kind === 'RUN') {
      tell({ id, kind: 'RESULT', result: await operations.run(request) });
    } else {
      for await (const result of operations.stream(request, signal)) tell({ id, kind: 'RESULT', result });
    }
    tell({ id, kind: 'DONE' });
  } catch {
    tell({ id, kind: 'FAILED' });
  }
}

/** The frame's end of the line. */
export type Line = { role: Role; ask: (kind: 'RUN' | 'STREAM', request: GraphqlRequest) => AsyncGenerator<unknown> };

/** Opens the line from the frame; the page that holds it answers. */
export function openLine(): Promise<Line> {
  return new Promise((resolve) => {
    addEventListener('message', (event: MessageEvent<Opening>) => {
      const [port] = event.ports;
      if (event.source !== parent || event.origin !== location.origin || !port) return;
      resolve({ role: event.data.role, ask: asking(port) });
    });
    parent.postMessage(READY, location.origin);
  });
}

function asking(port: MessagePort): Line['ask'] {
  const heard = new Map<number, (answer: Answer) => void>();
  let last = 0;
  port.onmessage = ({ data }: MessageEvent<Answer>) => heard.get(data.id)?.(data);
  return async function* ask(kind, request) {
    const id = (last += 1);
    const waiting: Answer[] = [];
    let wake: () => void = () => undefined;
    heard.set(id, (answer) => {
      waiting.push(answer);
      wake();
    });
    // What cannot be copied to another window, such as functions, is no part of a request.
    port.postMessage({ id, kind, request: JSON.parse(JSON.stringify(request)) as GraphqlRequest });
    try {
      for (;;) {
        const answer = waiting.shift();
        if (answer?.kind === 'RESULT') yield answer.result;
        else if (answer?.kind === 'DONE') return;
        else if (answer?.kind === 'FAILED') throw new Error('The API could not be asked: check your connection.');
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      heard.delete(id);
      port.postMessage({ id, kind: 'STOP' });
    }
  };
}
