import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsSideways, violations } from './access.ts';
import { finished, launch, quickLink, saved, type VisitOptions, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const link = 'v=1&attack=pgd&pgd.steps=12&eps=38/255&defense=none&page=inspect&image=7';

/** Opens the page, waits for its last figure, does something, and expects that nothing went wrong on the way. */
async function inspect(options: VisitOptions, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await visit(browser, { link, ...options });
  try {
    await page.locator('.land svg').waitFor();
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

const finding = (page: Page) => page.locator('h1').textContent();

describe('the Inspect page', () => {
  it('says what the attack did, shows its path and the landscape, and starts no run of its own', () =>
    inspect({}, async (page) => {
      expect(await finding(page)).toMatch(
        /^A change of at most 38\/255 \(0\.149\) per pixel turns 7 into \d at \d+\.\d%/,
      );
      expect(await page.title()).toContain('Inspect');
      expect(await page.locator('.runbar').count()).toBe(0);
      expect(await page.locator('.pics canvas').count()).toBe(3);
      expect(await page.locator('.pick canvas').count()).toBe(8);
      expect(await page.locator('.land rect').count()).toBeGreaterThan(41);
      expect(await page.getByText(/of 500 draws, 95% \[/).isVisible()).toBe(true);
    }));

  it('goes through the path by key, slider and picture', () =>
    inspect({}, async (page) => {
      const at = () => page.locator('.path .now b').textContent();
      expect(await at()).toBe('Step 12 of 12');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('l');
      expect(await at()).toBe('Step 11 of 12');
      await page.getByRole('slider', { name: 'Step', exact: true }).fill('3');
      expect(await at()).toBe('Step 3 of 12');
      await page.locator('.film button').first().click();
      expect(await at()).toBe('Step 0 of 12');
      await page.keyboard.press('k');
      await expect.poll(at, { timeout: 20_000 }).toBe('Step 12 of 12');
    }));

  it('follows the budget and the image, and keeps both in the address', () =>
    inspect({}, async (page) => {
      await page.getByRole('slider', { name: 'Budget ε' }).fill('3');
      await expect.poll(() => finding(page)).toMatch(/^7 survived this attack: PGD-12 within 3\/255/);
      await page.locator('h1').click();
      await page.keyboard.press('.');
      await expect.poll(() => page.locator('.inspect .kicker').textContent()).toBe('Image 8, true class 8');
      await expect.poll(() => page.url()).toMatch(/eps=3\/255.*page=inspect&image=8$/);
      await page.reload();
      await page.locator('.land svg').waitFor();
      expect(await page.locator('.inspect .kicker').textContent()).toBe('Image 8, true class 8');
    }));

  it('says that an attack in one step has no path, and names the attacks in groups', () =>
    inspect({}, async (page) => {
      await page.getByRole('button', { name: /PGD/ }).first().click();
      expect(await page.locator('.choices header').count()).toBeGreaterThan(1);
      await page.getByRole('option', { name: /^FGSM/ }).click();
      await page.getByText('FGSM was done after one step or none').waitFor();
    }));

  it('compares by flipping and with a loupe', () =>
    inspect({}, async (page) => {
      await page.getByText('Flip', { exact: true }).click();
      const seen = new Set<string | null>();
      const caption = page.locator('.flip figcaption b');
      await expect.poll(async () => seen.add(await caption.textContent()).size).toBe(2);
      await page.getByText('Loupe', { exact: true }).click();
      await page.locator('.loupe').focus();
      const part = page.locator('.loupe .pic').first().locator('canvas').nth(1);
      const before = await part.getAttribute('aria-label');
      await page.keyboard.press('ArrowRight');
      expect(await part.getAttribute('aria-label')).not.toBe(before);
    }));

  it('never flips by itself for those who asked for less movement', () =>
    inspect({ reducedMotion: 'reduce' }, async (page) => {
      await page.getByText('Flip', { exact: true }).click();
      expect(
        await page
          .locator('.flip')
          .getByRole('button', { name: /Play|Pause/ })
          .count(),
      ).toBe(0);
      await page.locator('.flip').getByRole('button').click();
      expect(await page.locator('.flip figcaption b').textContent()).toBe('Adversarial');
    }));

  it('gives the numbers of its figures as tables and files', () =>
    inspect({}, async (page) => {
      const figure = page.getByRole('figure', { name: /Decision landscape/ });
      const save = async (name: string) =>
        (await saved(page, figure.getByRole('button', { name, exact: true }))).toString();
      expect((await save('CSV')).split('\r\n')).toHaveLength(1 + 41 * 41 + 1);
      const svg = await save('SVG');
      expect(svg).toMatch(/^<svg xmlns/);
      expect(svg).not.toContain('var(--');
      await figure.getByRole('button', { name: 'Data table' }).click();
      await expect.poll(() => page.getByRole('dialog').locator('tbody tr').count()).toBe(11);
    }));

  it('takes the attack to many images', () =>
    inspect({ link: `${link}&count=20` }, async (page) => {
      await page.getByRole('button', { name: /^Measure on/ }).click();
      await page.locator('.runbar').waitFor();
      expect(await page.title()).toContain('Evaluate');
      await page.locator('.runbar').getByRole('button').click();
    }));

  it('opens an image of the gallery with its attack', async () => {
    const { page, complaints, close } = await visit(browser, { link: quickLink });
    await finished(page);
    await page.locator('.trip').first().click();
    const title = await page.getByRole('dialog').getByRole('heading').first().textContent();
    await page.getByRole('button', { name: 'Open in Inspect' }).click();
    await page.locator('.land svg').waitFor();
    const image = /Image (\d+)/.exec(title!)![1];
    expect(await page.locator('.inspect .kicker').textContent()).toContain(`Image ${image},`);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe.each([
  { locale: 'en-US', colorScheme: 'light', width: 1440 },
  { locale: 'ja-JP', colorScheme: 'dark', width: 1024 },
  { locale: 'ja-JP', colorScheme: 'light', width: 390 },
] as const)('Inspect in $locale, $colorScheme, $width px wide', ({ locale, colorScheme, width }) => {
  it('has no accessibility violation and does not scroll sideways', () =>
    inspect({ locale, colorScheme, viewport: { width, height: 900 } }, async (page) => {
      if (locale === 'ja-JP') expect(await finding(page)).toMatch(/変化で、「7」が確信度/);
      if (width < 1024) await page.locator('.rail-head').click();
      expect(await violations(page)).toEqual([]);
      expect(await fitsSideways(page)).toBe(true);
    }));
});
