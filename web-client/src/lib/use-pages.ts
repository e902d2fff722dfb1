import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, type TypedDocumentNode } from 'urql';
import { mayStay, problemOf, type Problem } from '@/lib/graphql';

type Connection<Node> = {
  edges: ({ node: Node } | null)[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
};

type Variables = { first: number; [name: string]: unknown };

type Listed<Data, Node, Asked extends Variables> = {
  /** Asks for `first` entries after the cursor `after`. */
  query: TypedDocumentNode<Data, never>;
  variables: Asked;
  /** The page in an answer; null when the API refuses the list to this role. */
  pick: (data: Data) => Connection<Node> | null;
};

export type Pages<Node, Asked extends Variables = Variables> = {
  rows: Node[];
  /** What the rows answer: while others are asked with, the variables before. */
  variables: Asked;
  /** Whether the rows answer earlier variables than those asked with. */
  outdated: boolean;
  totalCount: number | undefined;
  loading: boolean;
  problem: Problem | undefined;
  /** Whether the API has no such list for this person. */
  refused: boolean;
  /** Whether an entry of a page is missing because it could not be read. */
  incomplete: boolean;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
  /** Asks for all pages that are shown again, and keeps them on the screen meanwhile. */
  refresh: () => void;
  refreshedAt: Date | undefined;
};

type Attempt<Node> = { before: Connection<Node>[]; wanted: number; refreshing: boolean };

type State<Node, Asked> = {
  pages: Connection<Node>[];
  /** With what the pages were asked for. */
  variables: Asked;
  loading: boolean;
  problem: Problem | undefined;
  refused: boolean;
  refreshedAt: Date | undefined;
  attempt: Attempt<Node>;
};

function begin<Node, Asked>(variables: Asked): State<Node, Asked> {
  const attempt = { before: [], wanted: 1, refreshing: false };
  return { pages: [], variables, loading: true, problem: undefined, refused: false, refreshedAt: undefined, attempt };
}

/**
 * A list page by page, in the server's order. With other variables it begins anew and keeps the rows until the answer is
 * there: right for another order. Where the rows must go at once, as with another filter, give the component that uses
 * it a key of its variables.
 */
export function usePages<Data, Node, Asked extends Variables>(listed: Listed<Data, Node, Asked>): Pages<Node, Asked> {
  const client = useClient();
  const [asked, setAsked] = useState(listed);
  const [state, setState] = useState(() => begin<Node, Asked>(listed.variables));
  if (!areEqual(asked.variables, listed.variables)) {
    setAsked(listed);
    setState((now) => ({ ...now, loading: true, problem: undefined }));
  }
  // The newest round of questions; an answer to an earlier one comes too late.
  const round = useRef(0);

  const read = useCallback(
    async (attempt: Attempt<Node>) => {
      const mine = (round.current += 1);
      const { wanted, refreshing } = attempt;
      const pages = [...attempt.before];
      while (pages.length < wanted) {
        const withCursor = { ...asked.variables, after: pages.at(-1)?.pageInfo.endCursor ?? null };
        const query = asked.query as TypedDocumentNode<Data, typeof withCursor>;
        const { data, error } = await client.query(query, withCursor).toPromise();
        if (mine !== round.current) return;
        const page = data ? asked.pick(data) : undefined;
        if (!page) {
          const problem = page === null ? undefined : problemOf(error);
          setState((now) => ({
            ...now,
            // Whoever may not ask any more keeps nothing on the screen.
            pages: mayStay(problem) ? now.pages : [],
            loading: false,
            problem,
            refused: page === null,
            attempt,
          }));
          return;
        }
        pages.push(page);
        if (!page.pageInfo.hasNextPage) break;
      }
      setState((now) => ({
        ...now,
        pages,
        variables: asked.variables,
        loading: false,
        problem: undefined,
        refused: false,
        refreshedAt: refreshing ? new Date() : now.refreshedAt,
      }));
    },
    [client, asked],
  );

  useEffect(() => {
    // The state is set when the answer is there, not in the effect.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void read({ before: [], wanted: 1, refreshing: false });
    const rounds = round;
    return () => {
      rounds.current += 1;
    };
  }, [read]);

  const { pages, variables, loading, problem, refused, refreshedAt, attempt } = state;
  const edges = pages.flatMap((page) => page.edges);
  const ask = (next: Attempt<Node>) => {
    setState((now) => ({ ...now, loading: true, problem: undefined }));
    void read(next);
  };
  return {
    rows: edges.flatMap((edge) => (edge ? [edge.node] : [])),
    variables,
    outdated: !areEqual(variables, asked.variables),
    totalCount: pages.at(-1)?.totalCount,
    loading,
    problem,
    refused,
    refreshedAt,
    incomplete: edges.includes(null),
    hasMore: pages.at(-1)?.pageInfo.hasNextPage ?? false,
    loadMore: () => {
      ask({ before: pages, wanted: pages.length + 1, refreshing: false });
    },
    retry: () => {
      ask(attempt);
    },
    refresh: () => {
      // A first page that is on its way is new enough.
      if (pages.length > 0) void read({ before: [], wanted: pages.length, refreshing: true });
    },
  };
}

function areEqual(one: Variables, other: Variables): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
