import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, onPage, saved, type VisitOptions } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function extraction(options: VisitOptions, act: (page: Page) => Promise<void>): Promise<void> {
  await onPage(browser, { link: 'page=extract', ...options }, async (page) => {
    await page.locator('h1.finding').waitFor();
    await act(page);
  });
}

/** Thefts of seconds: the copy is the smallest there is, and measured once. */
const small =
  'experiment=extract&thief=knockoff&budget=200&points=200&substitute=linear&epochs=1&count=50&attacked=20&benign=50';
const watched = `${small}&countermeasure=none,reverse-sigmoid,prada&labels=hard`;

const save = async (page: Page, name: string) =>
  (await saved(page, page.getByRole('button', { name, exact: true }))).toString();

describe('the Extraction page', () => {
  it('steals, shows who is stopped, gives log and report, and attacks the victim with the copy', () =>
    extraction({ link: `${watched}&attack=fgsm` }, async (page) => {
      await page.getByRole('button', { name: 'Run the simulation' }).click();
      await finished(page);
      expect(await page.locator('h1').textContent()).toMatch(
        /^\$0\.30 buys a copy that agrees with the model on [\d.]+%/,
      );
      await page.getByText(/^PRADA: its false alarms are known from fewer than 1,000 questions/).waitFor();
      expect(await page.locator('table.matrix tbody tr').count()).toBe(3);
      const log = (await save(page, 'JSON Lines')).trimEnd().split('\n');
      expect(log).toHaveLength(200);
      expect(JSON.parse(log[0]!)).toMatchObject({ client: 0, alarms: [] });
      const report = JSON.parse(await save(page, 'Report, JSON'));
      expect(report).toMatchObject({ experiment: 'extract', complete: true });
      expect(report.outcomes.map((outcome: { last: { queries: number } }) => outcome.last.queries)).toEqual([
        200, 200, 200,
      ]);
      expect(await violations(page)).toEqual([]);
      await page.reload();
      await page.locator('table.matrix').waitFor();
      expect(await page.getByLabel('Query budget').first().inputValue()).toBe('200');
      await page.getByRole('button', { name: 'Attack the victim with this copy' }).click();
      await page.locator('table.heat td .v').nth(3).waitFor({ timeout: 100_000 });
      expect(await page.locator('table.heat thead').textContent()).toContain('Copy of Digit CNN');
    }));

  it('keeps what was found when it is stopped', () =>
    extraction({ link: `${watched}&budget=5000&points=100` }, async (page) => {
      await page.getByRole('button', { name: 'Run the simulation' }).click();
      await page.locator('.nums').waitFor({ timeout: 60_000 });
      await page.keyboard.press('Escape');
      await page.getByText(/^Stopped early/).waitFor();
      expect(await page.locator('.nums .val').first().textContent()).toMatch(/\d/);
    }));

  it('says before the run what cannot work, and offers to convert', () =>
    extraction({ link: `${small}&thief=jacobian&budget=100&points=100&pool=signs` }, async (page) => {
      await page.getByText(/budget: expected at least 150/).waitFor();
      await page.getByText(/pool: the model expects images of 28 × 28 × 1/).waitFor();
      expect(await page.getByRole('button', { name: 'Run the simulation' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Convert the pool' }).click();
      await page.getByLabel('Query budget').first().fill('200');
      await expect.poll(() => page.getByRole('button', { name: 'Run the simulation' }).isDisabled()).toBe(false);
      await expect.poll(() => page.url()).toMatch(/budget=200.*convert=true/);
    }));

  it('is usable by everybody, in both languages, at any width', () =>
    extraction({ locale: 'ja-JP', colorScheme: 'dark', viewport: { width: 360, height: 800 } }, async (page) => {
      expect(await page.locator('h1').textContent()).toMatch(/窃取者/);
      await expect.poll(() => page.locator('.ex-notes h3').count()).toBe(4);
      expect(await page.locator('.ex-notes li b').allTextContents()).toContain('逆シグモイド');
      expect(await fitsSideways(page)).toBe(true);
      expect(await violations(page)).toEqual([]);
    }));
});
