import { expect, test } from '@playwright/test';
import { personOf, readDemo } from './demo';
import { closeNetwork, expectReadable, signIn } from './steps';

const demo = readDemo();

for (const [role, isSteward] of [
  ['DISTRICT_STEWARD', true],
  ['SCHOOL_STAFF', false],
] as const) {
  test(`${role} sees who else works with their students`, async ({ page }) => {
    await closeNetwork(page);
    await signIn(page, personOf(demo, role));

    await expect(page.getByRole('heading', { level: 1, name: 'Who else works with our students' })).toBeVisible();
    const table = page.getByRole('table', { name: 'Shared participation, by student' });
    await expect(table.getByRole('rowheader').first()).toBeVisible();
    for (const name of ['Consents to verify', 'Agreements with organizations', 'Who received what']) {
      await expect(page.getByRole('heading', { name })).toHaveCount(isSteward ? 1 : 0);
    }
    await expectReadable(page, role.toLowerCase());

    const id = (await table.getByText(/^ID /).first().innerText()).replace('ID ', '');
    await page.getByLabel('District student ID').fill(id);
    await page.getByRole('button', { name: 'Show only this student' }).click();
    await expect(page.getByRole('button', { name: 'Show all students' })).toBeVisible();
    await expect(table.getByText(`ID ${id}`).first()).toBeVisible();
    const ids = await table.getByText(/^ID /).allInnerTexts();
    expect(new Set(ids)).toEqual(new Set([`ID ${id}`]));
  });
}
