import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSigns } from '../../src/datasets/generated.ts';
import { signsCard } from '../../src/datasets/signs.card.ts';
import { pngFile } from '../../src/spec/export/pngFile.ts';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, onPage, visit } from './browser.ts';

const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
let browser: Browser;
beforeAll(async () => {
  browser = await launch(camera);
});
afterAll(() => browser.close());

/** Signs of another seed than those of the lab, as files in folders with the names of their classes. */
function signs(count: number): Readonly<Record<string, Uint8Array>> {
  const positions = Array.from({ length: count }, (_, i) => i);
  const { pixels, labels } = drawSigns({ stream: 'test', seed: 9, difficulty: 0.4, size: 32 }, positions);
  const png = (i: number) => {
    const values = Float32Array.from(pixels.subarray(i * 3072, (i + 1) * 3072), (byte) => byte / 255);
    return pngFile({ width: 32, height: 32, channels: 3, pixels: values });
  };
  return Object.fromEntries(positions.map((i) => [`標識/${signsCard.classNames[labels[i]!]}/${i}.png`, png(i)]));
}

const choose = (page: Page, name: string, content: Uint8Array) =>
  page
    .locator('.image-in .drop input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const keep = (page: Page) => page.getByRole('button', { name: 'Keep and use these images' }).click();

describe('images of the reader', () => {
  it('come in as a zip, are attacked by the classes their folders name, stay, and can be deleted', async () => {
    const archive = zipSync({
      ...signs(25),
      '標識/stop/broken.png': Uint8Array.of(1, 2),
      'notes.txt': Uint8Array.of(3),
    });
    const link = 'page=models&model=signs-cnn&attack=fgsm&eps=2/255&defense=none';
    await onPage(browser, { link }, async (page) => {
      await page.locator('.image-in .drop').waitFor();
      await choose(page, '標識.zip', archive);
      await page.getByText('Images: 26, classes: 20').waitFor();
      await page.getByText('1 files are no images and are left out: notes.txt').waitFor();
      await page.locator('.own-in .seem canvas').nth(7).waitFor();
      expect(await violations(page)).toEqual([]);
      await keep(page);
      await page.getByText('1 images cannot be read and are left out: 標識/stop/broken.png').waitFor();
      await page.getByRole('link', { name: 'Evaluate' }).first().click();
      await page
        .getByRole('button', { name: /^(Run|Start)/ })
        .first()
        .click();
      await finished(page);
      expect(page.url()).toMatch(/data=own(:|%3A)[0-9a-f]{12}.*count=25/);
      expect(await page.locator('.matrix').first().textContent()).toMatch(/no attack.*?(100|9\d)\.\d%/); // folders stand in another order than the classes of the model
      await page.reload();
      await page.getByRole('link', { name: 'Models & data' }).first().click();
      await page.getByRole('button', { name: 'Delete 標識.zip' }).click();
      await page.getByText('None kept in this browser yet.').nth(1).waitFor();
    });
  });

  it('come one by one from the clipboard and from the camera, onto the Inspect page', async () => {
    await onPage(browser, { link: 'page=inspect&model=signs-cnn&image=7&eps=4/255&defense=none' }, async (page) => {
      const [[, png]] = Object.entries(signs(1)) as [[string, Uint8Array]];
      await page.getByRole('button', { name: 'Your own image' }).click();
      await page.locator('.image-in .drop').waitFor();
      await page.evaluate(
        (bytes) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(bytes)], 'image.png', { type: 'image/png' }));
          document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
        },
        [...png],
      );
      await page.locator('.own-in .seem canvas').waitFor();
      await keep(page);
      await page.getByText('Image 0, true class stop').waitFor();
      await page.getByRole('button', { name: 'Your own image' }).click();
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.getByRole('button', { name: 'Take a frame' }).click();
      await page.getByText('Camera frame.png').first().waitFor();
      await page.getByRole('button', { name: 'Discard' }).click();
    });
  });

  it('that a link names and nobody has here end in one message that says what to do', async () => {
    const { page, close } = await visit(browser, { link: 'data=own:000000000000&count=5&attack=fgsm&defense=none' });
    await page.getByText('not kept in this browser').first().waitFor();
    expect(await page.getByText('not kept in this browser').count()).toBe(1);
    await close();
  });

  it('are refused with a reason in the language of the page, and fit narrow windows', async () => {
    await onPage(
      browser,
      { link: 'page=models', locale: 'ja-JP', viewport: { width: 390, height: 844 } },
      async (page) => {
        await page.locator('.image-in .drop').waitFor();
        await choose(page, 'a.zip', zipSync({ 'a.txt': Uint8Array.of(1) }));
        await page.getByText('a.zip は使えません').waitFor();
        await choose(page, 'b.png', signs(1)['標識/stop/0.png']!);
        await page.locator('.own-in .seem canvas').waitFor();
        expect(await fitsSideways(page)).toBe(true);
      },
    );
  });
});
