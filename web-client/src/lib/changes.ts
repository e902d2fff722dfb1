import { createContext, useContext, useEffect, useRef } from 'react';
import { BrokenLine, NoStream } from '@/lib/graphql';

/** What to ask the API again; it is told without any value of a student. */
export type Change = { kind: 'STUDENT'; id: string } | { kind: 'DISTRICT'; id: string } | { kind: 'ANYTHING' };

/** OFF: nothing is told to this person. ENDED: it was, and is not any more. */
export type LiveState = 'OFF' | 'ON' | 'INTERRUPTED' | 'ENDED';

/** Changes as they happen. A page listens and asks again for what it shows. */
export type Live = { state: LiveState; listen: (listener: (change: Change) => void) => () => void };

export const LiveContext = createContext<Live>({ state: 'OFF', listen: () => () => undefined });

export function useLiveState(): LiveState {
  return useContext(LiveContext).state;
}

/** Calls back once for changes that come close together: one publication touches many students. */
export function useChanges(concerns: (change: Change) => boolean, refresh: () => void, settleMs = 500): void {
  const { listen } = useContext(LiveContext);
  const latest = useRef({ concerns, refresh });
  useEffect(() => {
    latest.current = { concerns, refresh };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen((change) => {
      if (timer !== undefined || !latest.current.concerns(change)) return;
      timer = setTimeout(() => {
        timer = undefined;
        latest.current.refresh();
      }, settleMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [listen, settleMs]);
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Doubles with each failure up to a minute; half of it by chance, so that not all browsers return at once. */
export function pauseAfter(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return whole / 2 + (whole / 2) * chance;
}

type Following = {
  /** Opens the stream, and says when the API has accepted it. */
  open: (accepted: () => void) => AsyncIterable<Change>;
  tell: (change: Change) => void;
  becomes: (state: LiveState) => void;
  pause: (failures: number) => Promise<void>;
  signal: AbortSignal;
};

/**
 * Follows a stream until the API ends or refuses it, and opens it again only when the line broke. After either the pages
 * ask once what stands now: something may have been missed, or the account may be closed.
 */
export async function follow({ open, tell, becomes, pause, signal }: Following): Promise<void> {
  let failures = 0;
  const accepted = () => {
    becomes('ON');
    if (failures > 0) tell({ kind: 'ANYTHING' });
  };
  while (!signal.aborted) {
    try {
      for await (const change of open(accepted)) {
        failures = 0;
        tell(change);
      }
      break;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NoStream) {
        becomes('OFF');
        return;
      }
      if (!(error instanceof BrokenLine)) break;
    }
    failures += 1;
    becomes('INTERRUPTED');
    await pause(failures);
  }
  if (signal.aborted) return;
  becomes('ENDED');
  tell({ kind: 'ANYTHING' });
}
