import { expect, test, type Page } from '@playwright/test';
import { caseWorker, readDemo } from './demo';
import { expectAccessible, isLocal, signIn, watch } from './steps';

const demo = readDemo();

test('a case worker sees who needs her today, and the browser keeps nothing of it', async ({ page, context }) => {
  const person = caseWorker(demo, { training: true });
  const traffic = watch(page, person.address);

  await signIn(page, person);
  await expect(page.getByRole('heading', { level: 1, name: 'My caseload' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(person.name);
  const table = page.getByRole('table', { name: /My caseload/ });
  await expect(table).toBeVisible();
  await showAll(page);

  // Sorted by absences; those whose attendance is withheld come last.
  const absences = await daysAbsentByParticipant(page);
  expect(absences.length).toBeGreaterThan(1);
  expect(absences).toEqual([...absences].sort((a, b) => b - a));
  await expect(table.getByRole('cell').getByText('Chronic absence').first()).toBeVisible();

  await expect(table.getByText('not shown.').first()).toBeVisible();
  const nextStep = table.getByText('Next step:').filter({ visible: true }).first().locator('..');
  expect((await nextStep.innerText()).length).toBeGreaterThan('Next step: '.length);

  await expect(page.getByRole('region', { name: 'How old the data is' })).toContainText('the next pull');
  await expectAccessible(page);
  await page.screenshot({ path: 'target/e2e-caseload.png', fullPage: true });

  await page.setViewportSize({ width: 320, height: 720 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectAccessible(page);
  await page.screenshot({ path: 'target/e2e-caseload-320.png', fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: null });

  // The token is known from the request that carried it, and must be nowhere else.
  const token = traffic.token();
  expect(token.length).toBeGreaterThan(20);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
  expect(kept).not.toContain(token);
  expect(kept).toBe(`{}${person.address}/`);
  expect(JSON.stringify(await context.cookies())).not.toContain(token);

  // A reload has lost the tokens with the page, and comes back by way of the sign-in server.
  await page.reload();
  await expect(table).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Username')).toBeVisible();

  expect(traffic.addresses().filter((address) => !isLocal(address))).toEqual([]);
  expect(traffic.addresses().filter((address) => address.includes(token))).toEqual([]);
  expect(traffic.console()).toEqual([]);
});

test('a case worker without a current training reads that it is the training', async ({ page }) => {
  const person = caseWorker(demo, { training: false });

  await signIn(page, person);

  await expect(page.getByRole('heading', { name: 'You have no current training' })).toBeVisible();
  const table = page.getByRole('table', { name: /My caseload/ });
  await expect(table.getByText(/training/i).first()).toBeVisible();
  await expect(table.getByText('Next step:').filter({ visible: true }).first()).toBeVisible();
  expect(await daysAbsentByParticipant(page)).toEqual([]);
  await expectAccessible(page);
  await page.screenshot({ path: 'target/e2e-no-training.png', fullPage: true });
});

async function showAll(page: Page): Promise<void> {
  const shown = page.getByText(/participants are shown/);
  const more = page.getByRole('button', { name: 'Show more' });
  await expect(shown).toBeVisible();
  while (await more.isVisible()) {
    await more.click();
    await expect(shown).toBeVisible();
  }
}

async function daysAbsentByParticipant(page: Page): Promise<number[]> {
  // A participant's rows are one tbody; of several districts the largest number counts.
  const participants = await page.locator('tbody').evaluateAll((bodies) =>
    bodies.map((body) =>
      [...body.querySelectorAll('td[data-label="Days absent"]')].map((cell) => Number.parseInt(cell.textContent, 10)),
    ),
  );
  return participants.filter((districts) => districts.length > 0).map((districts) => Math.max(...districts));
}
