import { stringifyDocument } from '@urql/core';
import { useEffect, useMemo, useState } from 'react';
import { caseloadChangesSubscription } from '@/features/changes/queries';
import type { CaseloadChangesSubscription } from '@/graphql/graphql';
import { follow, pauseAfter, type Change, type Live, type LiveState } from '@/lib/changes';
import type { Operations } from '@/lib/graphql';

const request = { query: stringifyDocument(caseloadChangesSubscription), operationName: 'CaseloadChanges' };

/** Follows what changes for the viewer's caseload while the page is open. */
export function useCaseloadChanges(operations: Operations, wanted: boolean): Live {
  const [state, setState] = useState<LiveState>('OFF');
  const [listeners] = useState(() => new Set<(change: Change) => void>());

  useEffect(() => {
    if (!wanted) return;
    const end = new AbortController();
    void follow({
      open: (accepted) => changes(operations, end.signal, accepted),
      tell: (change) => {
        for (const listener of listeners) listener(change);
      },
      becomes: setState,
      pause: (failures) => pause(pauseAfter(failures, Math.random()), end.signal),
      signal: end.signal,
    });
    return () => {
      end.abort();
    };
  }, [operations, wanted, listeners]);

  return useMemo(
    () => ({
      state,
      listen: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    }),
    [state, listeners],
  );
}

async function* changes(operations: Operations, signal: AbortSignal, accepted: () => void): AsyncGenerator<Change> {
  for await (const result of operations.stream(request, signal, accepted)) {
    const { data } = result as { data?: CaseloadChangesSubscription | null };
    if (!data) return; // refused: the pages ask once and show what the API says
    const change = data.caseloadChanges;
    yield change.__typename === 'CategoriesChanged'
      ? { kind: 'STUDENT', id: change.studentId }
      : { kind: 'DISTRICT', id: change.districtId };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
