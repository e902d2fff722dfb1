import { readClientConfig } from '@/lib/graphql';
import { openVisit, type Visit } from '@/lib/session';

/** How the page begins: who is visiting. */
export type Start = { visit: Visit | { kind: 'UNREACHABLE' } };

export async function start(): Promise<Start> {
  try {
    return { visit: await openVisit(await readClientConfig()) };
  } catch {
    return { visit: { kind: 'UNREACHABLE' } };
  }
}
