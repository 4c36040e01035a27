import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, quickLink, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each([
  { locale: 'en-US', colorScheme: 'light', width: 1440 },
  { locale: 'ja-JP', colorScheme: 'dark', width: 1440 },
  { locale: 'ja-JP', colorScheme: 'light', width: 360 },
  { locale: 'en-US', colorScheme: 'dark', width: 768 },
] as const)('in $locale, $colorScheme, $width px wide', ({ locale, colorScheme, width }) => {
  it('has no accessibility violation and does not scroll sideways, with results and with dialogs', async () => {
    const { page, close } = await visit(browser, {
      link: quickLink,
      locale,
      colorScheme,
      viewport: { width, height: 900 },
    });
    await finished(page);
    await page.locator('.facet svg').first().waitFor();
    await page.locator('.trip canvas').first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fitsSideways(page)).toBe(true);
    await page.locator('.trip').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.backend').click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.checklist summary').click();
    await page.locator('.checklist .linkbtn').nth(8).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fitsSideways(page)).toBe(true);
    await page.locator('.checklist .linkbtn').nth(8).click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });
});

it('has no accessibility violation while it runs or refuses a link', async () => {
  const running = await visit(browser, { link: 'count=2000&attack=pgd' });
  await running.page.locator('.runbar').waitFor();
  expect(await violations(running.page)).toEqual([]);
  await running.close();
  const refused = await visit(browser, { link: 'eps=x' });
  await refused.page.getByRole('alert').waitFor();
  expect(await violations(refused.page)).toEqual([]);
  await refused.close();
});
