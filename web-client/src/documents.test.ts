import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { expect, it } from 'vitest';
import { examples } from '@/explorer/examples';
import * as documents from '@/graphql/graphql';

const folder = '../schema/src/main/resources/graphql';
const files = readdirSync(folder).filter((name) => name.endsWith('.graphqls'));
const schema = buildSchema(files.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n'));

const ofPages = Object.entries(documents)
  .filter(([name]) => name.endsWith('Document'))
  .map(([name, document]): [string, DocumentNode] => [name, document as DocumentNode]);
const ofExplorer = Object.entries(examples).flatMap(([role, ofRole]) =>
  ofRole.map((example): [string, DocumentNode] => [`${role}: ${example.query.split('\n')[0] ?? ''}`, parse(example.query)]),
);

it('has documents and examples to look at', () => {
  expect(ofPages.length).toBeGreaterThan(5);
  expect(ofExplorer.length).toBeGreaterThan(10);
});

it.each(ofExplorer)('gives an example that the schema knows: %s', (_name, document) => {
  expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
});

// The API refuses what is larger: schema/README.
it.each([...ofPages, ...ofExplorer])('stays within the limits of the API: %s', (_name, document) => {
  const { fields, depth } = sizeOf(document);
  expect(fields).toBeGreaterThan(0);
  expect(fields).toBeLessThanOrEqual(500);
  expect(depth).toBeLessThanOrEqual(12);
});

it('counts the fields of fragments where they are spread', () => {
  const document = parse('query { viewer { role ...F } } fragment F on Viewer { givenName district { id } }');
  expect(sizeOf(document)).toEqual({ fields: 5, depth: 3 });
});

function sizeOf(document: DocumentNode): { fields: number; depth: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let fields = 0;
  let deepest = 0;
  const walk = (selections: SelectionSetNode, depth: number) => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) walk(fragment.selectionSet, depth);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, depth);
      } else {
        fields += 1;
        deepest = Math.max(deepest, depth);
        if (selection.selectionSet) walk(selection.selectionSet, depth + 1);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, 1);
  }
  return { fields, depth: deepest };
}
