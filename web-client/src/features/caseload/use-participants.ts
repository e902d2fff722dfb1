import { useState } from 'react';
import { useQuery } from 'urql';
import { caseloadQuery, participantsQuery } from '@/features/caseload/queries';
import type {
  CaseloadQuery,
  CaseloadQueryVariables,
  ParticipantPageFragment,
  ParticipantRowFragment,
  ParticipantsQuery,
} from '@/graphql/graphql';
import { problemOf, type Problem } from '@/lib/graphql';

const PAGE_SIZE = 25;

export type Participants = {
  rows: ParticipantRowFragment[];
  totalCount: number | undefined;
  loading: boolean;
  problem: Problem | undefined;
  /** Whether an entry of a page is missing because it could not be read. */
  incomplete: boolean;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
};

/** The viewer's participants page by page, in the server's order. */
export function useParticipants(whose: 'CASELOAD' | 'ALL'): Participants {
  const [earlier, setEarlier] = useState<ParticipantPageFragment[]>([]);
  const after = earlier.at(-1)?.pageInfo.endCursor ?? null;
  const [{ data, error, fetching }, ask] = useQuery<CaseloadQuery | ParticipantsQuery, CaseloadQueryVariables>({
    query: whose === 'CASELOAD' ? caseloadQuery : participantsQuery,
    variables: { first: PAGE_SIZE, after },
  });
  // While the next page is on its way, `data` is still the page before.
  const latest = fetching || !data ? undefined : pageOf(data);
  const pages = latest ? [...earlier, latest] : earlier;
  const edges = pages.flatMap((page) => page.edges);

  return {
    rows: edges.flatMap((edge) => (edge ? [edge.node] : [])),
    totalCount: pages.at(-1)?.totalCount,
    loading: fetching,
    problem: !fetching && !latest && error ? problemOf(error) : undefined,
    incomplete: edges.includes(null),
    hasMore: latest?.pageInfo.hasNextPage ?? false,
    loadMore: () => {
      if (latest) setEarlier(pages);
    },
    retry: ask,
  };
}

function pageOf(data: CaseloadQuery | ParticipantsQuery): ParticipantPageFragment {
  return 'participants' in data ? data.participants : data.viewer.caseload;
}
