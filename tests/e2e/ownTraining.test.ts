import '@tensorflow/tfjs-backend-cpu';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../src/tensor/tf.ts';
import { goldenOnnx } from '../golden/goldenModel.ts';
import { branchingFiles } from '../graph/modelFormats.ts';
import { violations } from './access.ts';
import { downloaded, finished, launch, onPage } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  await tf.setBackend('cpu');
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens a model of the reader's on the page Models & data and keeps it. */
async function bring(page: Page, name: string, content: Uint8Array): Promise<void> {
  await page
    .locator('.own-in > .drop input[type=file]')
    .setInputFiles({ name, mimeType: 'x/x', buffer: Buffer.from(content) });
  await page.getByRole('button', { name: 'Yes, keep and use it' }).click();
  await page.getByRole('article').filter({ hasText: name }).waitFor();
}

describe('a model of the reader’s', () => {
  it('is trained against attacks, kept with what that brought, and attacked at once', () =>
    onPage(browser, { link: 'page=models&attack=fgsm&eps=0.1&defense=none&count=20' }, async (page) => {
      await bring(page, 'golden.onnx', await readFile(goldenOnnx));
      await page.getByRole('button', { name: 'Train golden.onnx' }).click();
      await page.getByText('Batch norm keeps the statistics of the file').waitFor();
      await page.getByLabel('Number', { exact: true }).fill('800');
      await page.getByLabel('Epochs', { exact: true }).fill('2');
      await page.getByLabel('Growing budget').fill('0');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByRole('table').waitFor({ timeout: 60_000 });
      expect(await page.locator('h1').textContent()).toMatch(
        /^Before training the model withstood PGD-10 within ε = 0\.2 on [\d.]+% of the held-out images, after epoch \d on [\d.]+%/,
      );
      const archive = await downloaded(page, page.getByRole('button', { name: 'Download' }));
      expect(archive.suggestedFilename()).toMatch(/^golden-[0-9a-f]{6}-fast\.zip$/);
      await page.getByRole('button', { name: 'Attack it' }).click();
      await page
        .getByRole('button', { name: /^(Run|Start)/ })
        .first()
        .click();
      await finished(page);
      expect(await page.locator('.rail').textContent()).toContain('golden-fast.onnx');
      await page.getByRole('link', { name: 'Models & data' }).first().click();
      const card = page.getByRole('article').filter({ hasText: 'golden-fast.onnx' });
      await card
        .getByText('Trained here from golden.onnx: Fast adversarial training on 800 images, 2 epochs')
        .waitFor();
      expect(await card.getByRole('row').filter({ hasText: 'PGD-10' }).textContent()).toMatch(
        /^PGD-10, ε = 0\.2 n = 256[\d.]+%[\d.]+%$/,
      );
      expect(await violations(page)).toEqual([]);
    }));

  it('is named where it cannot be trained, with what is possible, and nothing begins', () =>
    onPage(browser, { link: 'page=models' }, async (page) => {
      await bring(page, 'graph.zip', (await branchingFiles())['tfjs graph zip']!);
      await page.getByRole('link', { name: 'Training' }).first().click();
      await page.getByRole('button', { name: /Start from/ }).click();
      await page.getByRole('option', { name: /graph\.zip.*cannot be trained/ }).click();
      await page
        .getByText(/graph\.zip: cannot be trained \(a GraphModel.*it can be attacked.*bring it as ONNX/)
        .waitFor();
      expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
      expect(await violations(page)).toEqual([]);
    }));
});
