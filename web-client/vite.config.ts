import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.API_ADDRESS ?? 'http://soundreach.localhost:8080';
const proxied = { target: api, changeOrigin: true, headers: { origin: api } };

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'target/classes/static',
    rolldownOptions: {
      input: ['index.html', 'explorer.html'],
      // GraphiQL's files carry a word for a compiler that is not used here.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
    emptyOutDir: true,
    // The content security policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The explorer's editor is one large piece, and in no page but its own.
    chunkSizeWarningLimit: 5_000,
    license: { fileName: 'assets/licenses.md' },
  },
  // The API answers no page of another address: to it, what this server passes on comes from its own.
  server: { proxy: { '/graphql': proxied, '/client-config': proxied } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    env: { TZ: 'America/Los_Angeles' },
    reporters: ['dot'],
  },
});
