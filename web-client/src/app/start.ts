import { readClientConfig } from '@/lib/graphql';
import { openVisit, type Visit } from '@/lib/session';

/** How the page begins: who is visiting, at whose address. */
export type Start = { visit: Visit; organizationName: string } | { visit: { kind: 'UNREACHABLE' }; organizationName: null };

export async function start(): Promise<Start> {
  try {
    const config = await readClientConfig();
    return { visit: await openVisit(config), organizationName: config.organizationName };
  } catch {
    return { visit: { kind: 'UNREACHABLE' }, organizationName: null };
  }
}
