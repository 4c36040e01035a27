import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const link =
  'experiment=certify&model=mnist-mlp&method=smoothing,interval,linear&count=4&eps=0.01,0.02&pgd.steps=4&n=60&n0=20&eot=1&radii=0,0.2';

describe('the Certify page', () => {
  it('proves what a link asks for, shows it beside the attack, and gives the numbers away', async () => {
    const { page, complaints, close } = await visit(browser, { link });
    await page.getByRole('button', { name: /^Prove/ }).click();
    await page.getByText('Check passed: no image is both proved and fooled (4 images).').waitFor({ timeout: 100_000 });
    await page.locator('.certify .prog').waitFor({ state: 'detached', timeout: 100_000 });
    const rows = page.getByRole('region', { name: 'Proved and not broken' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(1 + 2 * 3);
    expect(await page.getByRole('img', { name: /Certified accuracy against ε/ }).count()).toBe(1);
    await page.getByRole('button', { name: 'Data table' }).first().click();
    await expect.poll(() => page.getByRole('dialog').getByRole('row').count()).toBe(4);
    await page.keyboard.press('Escape');
    expect(await violations(page)).toEqual([]);
    expect(page.url()).toContain('experiment=certify');
    expect(complaints).toEqual([]);
    await close();
  });

  it('says before a run what so few votes cannot reach', async () => {
    const { page, complaints, close } = await visit(browser, {
      link: 'experiment=certify&model=mnist-cnn-smooth&method=smoothing&n=10&radii=0.5',
      locale: 'ja-JP',
      viewport: { width: 360, height: 800 },
    });
    await page.locator('.rail-head').click();
    await page.getByText(/半径 0\.5 には届きません/).waitFor();
    expect(await page.getByRole('button', { name: /^証明する/ }).isDisabled()).toBe(true);
    expect(await fitsSideways(page)).toBe(true);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the comparison of defenses', () => {
  it('grows row by row, can be stopped and sorted, and shows its curves', async () => {
    const { page, complaints, close } = await visit(browser, {
      link: 'model=mnist-mlp&count=4&attack=fgsm&eps=0.05,0.1&defense=none,bits&adaptive=yes',
    });
    await finished(page);
    await page.getByRole('button', { name: /^Compare \d+ defenses/ }).click();
    const table = page.getByRole('region', { name: /^Defenses side by side/ });
    await table.getByRole('row').nth(2).waitFor({ timeout: 100_000 });
    await page.locator('.transfer-run').getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Compare again' }).waitFor();
    await table.getByRole('button', { name: 'Sort by Worst case' }).click();
    expect(await table.getByRole('columnheader', { name: /Worst case/ }).getAttribute('aria-sort')).toBe('descending');
    const worst = await table
      .getByRole('row')
      .evaluateAll((rows) =>
        rows.slice(1).map((row) => Number.parseFloat(row.querySelectorAll('td')[2]!.textContent!)),
      );
    expect(worst).toEqual([...worst].sort((a, b) => b - a));
    await page.getByRole('img', { name: 'Worst case against ε (%)' }).waitFor();
    await page.getByText('Strengths and weaknesses').click();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
