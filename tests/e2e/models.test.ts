import '@tensorflow/tfjs-backend-cpu';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../src/tensor/tf.ts';
import { branchingFiles } from '../graph/modelFormats.ts';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, onPage, saved, type VisitOptions, visit } from './browser.ts';

let browser: Browser;
let formats: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  await tf.setBackend('cpu');
  [browser, formats] = await Promise.all([launch(), branchingFiles()]);
});
afterAll(() => browser.close());

async function models(options: VisitOptions, act: (page: Page) => Promise<void>): Promise<void> {
  await onPage(browser, { link: 'page=models', ...options }, async (page) => {
    await page.locator('.own-in > .drop').waitFor();
    await act(page);
  });
}

const choose = (page: Page, name: string, content: Uint8Array) =>
  page
    .locator('.own-in > .drop input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

/** What a button gives to keep. */
const kept = (page: Page, name: string | RegExp) => saved(page, page.getByRole('button', { name }));

/** Notes on the page whatever its progress bar says: steps of a small file are over before a test could look. */
function watchSteps(): void {
  const look = () => {
    const text = document.querySelector('.looking [role=progressbar]')?.getAttribute('aria-valuetext');
    if (text) document.body.dataset.steps = `${document.body.dataset.steps ?? ''}${text}\n`;
  };
  new MutationObserver(look).observe(document.getElementById('root') ?? document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-valuetext'],
  });
}

/** Success rates of the run on the Evaluate page, as its table has them. */
async function attacked(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Evaluate' }).first().click();
  await page
    .getByRole('button', { name: /^(Run|Start)/ })
    .first()
    .click();
  await finished(page);
  return (await page.locator('.matrix').first().textContent()) ?? '';
}

describe('the Models & data page', () => {
  it('takes a model in, attacks it as the one of the lab that it is, gives it out and forgets it', () =>
    models({ link: 'page=models&model=mnist-mlp&count=20&attack=fgsm&eps=0.1&defense=none' }, async (page) => {
      await page.locator('.card.on').getByRole('button', { name: 'Model card' }).click();
      const onnx = await kept(page, /as ONNX/);
      await page.keyboard.press('Escape');
      await choose(page, 'mine.onnx', onnx);
      await page.getByText('64 of 64 answers are the label').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Yes, keep and use it' }).click();
      await page.locator('.card.on', { hasText: 'mine.onnx' }).waitFor();
      const own = await attacked(page);
      expect(own).toContain('FGSM');
      expect(page.url()).toMatch(/model=own(:|%3A)[0-9a-f]{12}/);
      await page.reload(); // it is kept
      await page.getByRole('link', { name: 'Models & data' }).first().click();
      await page.getByRole('button', { name: 'Delete mine.onnx' }).click();
      await page.getByText('None kept in this browser yet.').first().waitFor();
      await page.getByRole('article').filter({ hasText: 'Digit MLP' }).getByRole('button', { name: 'Use' }).click();
      expect(await attacked(page)).toBe(own);
    }));

  it('opens every format under the content security policy, and says what is wrong with the rest', () =>
    models({}, async (page) => {
      for (const [format, content] of Object.entries(formats)) {
        await choose(page, `model of ${format}`, content);
        await page.getByRole('heading', { name: `Check model of ${format}` }).waitFor();
        const access = format === 'tfjs graph zip' ? 'White box: attacks follow' : 'Trainable: attacks follow';
        await page.getByText(access).waitFor();
        await page.getByRole('button', { name: 'Discard' }).click();
      }
      await choose(page, 'notes.txt', new TextEncoder().encode('{"a": 1}'));
      await page.getByText('notes.txt cannot be used').waitFor();
      await page.getByRole('button', { name: '日本語で表示' }).click();
      await page
        .locator('.note.danger')
        .filter({ hasText: /notes\.txt.*[ぁ-ん]/ })
        .waitFor(); // once the language is fetched
    }));

  it('compares two models and saves one as a TensorFlow.js zip that it takes in again', () =>
    models({}, async (page) => {
      await page.getByRole('button', { name: /Second model/ }).click();
      await page.getByRole('option', { name: 'Sign CNN', exact: true }).click();
      const costs = page.locator('.compare tr', { hasText: 'Multiply-adds per image' }).locator('td');
      expect(await costs.allTextContents()).toEqual(['863,400', '5,018,112']);
      await page.getByRole('button', { name: 'Model card' }).first().click();
      await page.getByRole('dialog').getByText('863,400').waitFor();
      const shipped = await kept(page, /as TensorFlow\.js zip/);
      await page.keyboard.press('Escape');
      await choose(page, 'back.zip', shipped);
      await page.getByText('64 of 64 answers are the label').waitFor();
      await page.getByRole('button', { name: 'Yes, keep and use it' }).click();
      expect(await kept(page, 'Save as TensorFlow.js zip: back.zip')).toEqual(shipped);
    }));

  it('shows how far it is with a file, and says which format one from elsewhere can be saved in', () =>
    models({}, async (page) => {
      await page.evaluate(watchSteps);
      await choose(page, 'branching.onnx', formats.onnx!);
      await page.getByRole('button', { name: 'Yes, keep and use it' }).click();
      await page.getByText('It came as ONNX, so ONNX is the format').waitFor();
      expect(await page.getByRole('button', { name: /^Save as .+: branching/ }).count()).toBe(1);
      const seen = await page.evaluate(() => document.body.dataset.steps ?? '');
      expect(seen).toMatch(/Step 1 of 3: .* MB read[\s\S]*Step 2 of 3: opening the network/);
    }));

  it('tries other pixels and class names before anything is kept', () =>
    models({}, async (page) => {
      await choose(page, 'branching.onnx', formats.onnx!);
      await page.getByLabel('Class names, one a line').fill('cat\ndog');
      expect(await page.getByRole('button', { name: 'Try these settings' }).isDisabled()).toBe(true);
      await page.getByLabel('Class names, one a line').fill('cat\ndog\nfox');
      await page.getByText('BGR', { exact: true }).click();
      await page.getByRole('button', { name: 'Try these settings' }).click();
      await expect.poll(() => page.locator('.seem').textContent()).toMatch(/cat|dog|fox/);
    }));

  it('says of a model that is not here where it would come from', async () => {
    const link = 'model=own:000000000000&count=5&attack=fgsm&eps=0.1&defense=none';
    const { page, close } = await visit(browser, { link });
    await page.getByText('not kept in this browser').first().waitFor();
    await close();
  });

  it('fits narrow windows', () =>
    models({ viewport: { width: 390, height: 844 } }, async (page) => {
      await page.locator('.sets').waitFor();
      expect(await fitsSideways(page)).toBe(true);
      await page.getByRole('button', { name: 'Model card' }).first().click();
      expect(await fitsSideways(page)).toBe(true);
    }));
});
