import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type Request } from '@playwright/test';
import { type Person } from './demo';

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(person.address);
  await page.getByLabel('Username').fill(person.username);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** At both widths and in both schemes: readable, without sideways scrolling, and accessible. */
export async function expectReadable(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await expectAccessible(page);
      await page.screenshot({ path: `target/e2e-${name}-${String(width)}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Closes the network to all but this machine, so that an answer from elsewhere cannot hide a request to there. */
export async function closeNetwork(page: Page): Promise<void> {
  await page.context().route(
    (url) => !isLocal(url.href),
    (route) => route.abort(),
  );
  await page.context().routeWebSocket(
    (url) => !isLocal(url.href),
    (socket) => socket.close(),
  );
}

export function isLocal(address: string): boolean {
  const { hostname, protocol } = new URL(address);
  if (protocol === 'data:' || protocol === 'blob:') return true;
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]';
}

export function watch(page: Page, address: string) {
  const requests: Request[] = [];
  const messages: string[] = [];
  page.on('request', (request) => requests.push(request));
  page.on('console', (message) => {
    if (message.location().url.startsWith(address)) messages.push(message.text());
  });
  page.on('pageerror', (error) => messages.push(error.message));
  return {
    addresses: () => requests.map((request) => request.url()),
    console: () => messages,
    token: () => {
      const asked = requests.find((request) => new URL(request.url()).pathname === '/graphql');
      return asked?.headers().authorization?.replace(/^Bearer /, '') ?? '';
    },
  };
}
