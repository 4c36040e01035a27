import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { downloaded, finished, launch, onPage, type VisitOptions } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function training(options: VisitOptions, act: (page: Page) => Promise<void>): Promise<void> {
  await onPage(browser, { link: 'page=train', ...options }, async (page) => {
    await page.locator('h1.finding').waitFor();
    await act(page);
  });
}

/** A run of a few seconds: few digits, and as many epochs as are needed to stop in between. */
async function begin(page: Page, epochs: number): Promise<void> {
  await page.getByLabel('Number', { exact: true }).fill('400');
  await page.getByLabel('Epochs', { exact: true }).fill(String(epochs));
  await page.getByLabel('Growing budget').fill('0');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
}

const finding = (page: Page) => page.locator('h1').textContent();

describe('the Training page', () => {
  it('stops with the best epoch, goes on after a reload, and ends with a model that can be saved', () =>
    training({ link: 'page=train&attack=fgsm&eps=0.1&defense=none&count=20' }, async (page) => {
      await begin(page, 60);
      await page.getByRole('button', { name: /^Stop and keep epoch \d+/ }).click({ timeout: 60_000 });
      await page.getByText(/It can go on after epoch \d+/).waitFor();
      await page.reload();
      const note = page.getByText(/It can go on after epoch \d+/);
      const saved = Number(/after epoch (\d+)/.exec((await note.textContent()) ?? '')?.[1]);
      expect(saved).toBeGreaterThanOrEqual(1);
      expect(await finding(page)).toMatch(/^Before training the model withstood PGD-10 within ε = 0\.2 on [\d.]+%/);
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByText(/^Epoch (?!1 )\d+ of 60$/).waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText(/^Paused in epoch \d+ of 60$/).waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('table').waitFor();
      const download = await downloaded(page, page.getByRole('button', { name: 'Download' }));
      expect(download.suggestedFilename()).toBe('mnist-cnn-fast.zip');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Attack it' }).click();
      await page.getByRole('button', { name: /^Run/ }).first().click();
      await finished(page);
      expect(await page.locator('.rail').textContent()).toContain('mnist-cnn-fast');
      await page.getByRole('link', { name: 'Models & data' }).first().click();
      await page.getByText(/^Trained here from Digit CNN: Fast adversarial training on 400 images/).waitFor();
    }));

  it('goes on when the browser keeps nothing, and says so', () =>
    training({ prepare: (page) => page.addInitScript(fullStorage) }, async (page) => {
      await begin(page, 2);
      await page
        .getByRole('alert')
        .getByText(/could not store the checkpoint/)
        .waitFor({ timeout: 60_000 });
      await page.getByRole('table').waitFor({ timeout: 60_000 });
    }));

  it('is usable by everybody, in both languages, at any width', () =>
    training({ locale: 'ja-JP', viewport: { width: 360, height: 800 } }, async (page) => {
      expect(await finding(page)).toMatch(/学習できます/);
      expect(await page.getByRole('button', { name: '学習を開始' }).isVisible()).toBe(true); // the rest is folded
      expect(await page.getByLabel('エポック数').isVisible()).toBe(false);
      expect(await fitsSideways(page)).toBe(true);
      expect(await violations(page)).toEqual([]);
    }));
});

function fullStorage(): void {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('the quota has been exceeded', 'QuotaExceededError');
  };
}
