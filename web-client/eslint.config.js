import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const upwards = { group: ['../*'], message: 'Import from another folder by its @/ address.' };
const app = { group: ['@/app/*'], message: 'Only app knows app: app → features → components, lib.' };
const features = { group: ['@/features/*'], message: 'Features never import features; app puts them together.' };
const components = { group: ['@/components/*'], message: 'lib knows no components.' };

const layer = (files, ...patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [upwards, ...patterns] }] },
});

const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: 'Only lib/graphql.ts fetches.',
}));
const storage = ['localStorage', 'sessionStorage', 'indexedDB', 'caches'].map((name) => ({
  name,
  message: 'Nothing about a child and no token is ever stored in the browser.',
}));

const fileNames = {
  create: (context) => ({
    Program(node) {
      const name = context.filename.split(/[\\/]/).pop();
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(module|test|spec|config))*\.tsx?$/.test(name)) {
        context.report({ node, message: 'File names are kebab-case.' });
      }
      if (/^index\./.test(name)) {
        context.report({ node, message: 'No barrel files: import the file that holds it.' });
      }
    },
  }),
};

export default defineConfig(
  globalIgnores(['target', 'node_modules', 'src/graphql']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.strict, reactHooks.configs.flat.recommended],
    plugins: { here: { rules: { 'file-names': fileNames } } },
    rules: {
      'here/file-names': 'error',
      'no-restricted-globals': ['error', ...network, ...storage],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import the file that holds it.' },
        {
          selector: 'JSXAttribute[name.name="style"]',
          message: 'The content security policy allows no inline style: use a CSS module.',
        },
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text is rendered as text.',
        },
      ],
    },
  },
  layer(['src/app/**', 'src/*.tsx']),
  ...readdirSync('src/features').map((name) =>
    layer([`src/features/${name}/**`], app, { ...features, group: ['@/features/*', `!@/features/${name}`] }),
  ),
  layer(['src/components/**'], app, features),
  layer(['src/lib/**'], app, features, components),
  {
    files: ['src/lib/graphql.ts'],
    rules: { 'no-restricted-globals': ['error', ...storage] },
  },
);
