import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { useState } from 'react';
import { examples } from '@/explorer/examples';
import { createMemoryStorage } from '@/explorer/memory-storage';
import type { Line } from '@/lib/explorer-line';

/** GraphiQL with the examples of a role as tabs; it asks over the line and keeps nothing. */
export function Explorer({ line }: { line: Line }) {
  const [storage] = useState(createMemoryStorage);
  const [fetcher] = useState(() => createFetcher(line));
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      plugins={[]}
      defaultTabs={examples[line.role].map(({ query, variables }) => ({
        query,
        variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
        headers: null,
      }))}
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    />
  );
}

function createFetcher(line: Line): Fetcher {
  return async (request) => {
    const operation = getOperationAST(parse(request.query), request.operationName);
    if (operation?.operation === OperationTypeNode.SUBSCRIPTION) return line.ask('STREAM', request) as never;
    for await (const result of line.ask('RUN', request)) return result as never;
    throw new Error('The API gave no answer.');
  };
}
