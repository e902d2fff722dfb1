import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../schema/src/main/resources/graphql/*.graphqls',
  documents: ['src/**/queries.ts'],
  generates: {
    './src/graphql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        federation: true,
        strictScalars: true,
        useTypeImports: true,
        scalars: { Date: 'string', DateTime: 'string', NonNegativeInt: 'number' },
      },
    },
  },
};

export default config;
