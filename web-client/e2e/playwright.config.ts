import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from '@playwright/test';

async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
  }
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  if (process.platform === 'linux') {
    try {
      const { default: chromium } = await import('@sparticuz/chromium');
      return await chromium.executablePath();
    } catch {
      // Not installed, or not for this machine: the sentence below says what to do.
    }
  }
  throw new Error(
    'The browser tests need Chromium: install it (Debian and Ubuntu: apt-get install chromium) or name one in CHROMIUM_PATH.',
  );
}

export default defineConfig({
  testDir: '.',
  outputDir: '../target/e2e',
  reporter: 'list',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: await findChromium(),
      env: { ...process.env, HOME: tmpdir() },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
