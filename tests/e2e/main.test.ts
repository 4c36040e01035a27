import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { exported, finished, launch, quickLink, type Visit, type VisitOptions, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens the page, does something, and expects that nothing went wrong on the way. */
async function on(options: VisitOptions, act: (visit: Visit) => Promise<void>): Promise<void> {
  const opened = await visit(browser, options);
  try {
    await act(opened);
    expect(opened.complaints).toEqual([]);
  } finally {
    await opened.close();
  }
}

const reportOf = async ({ page }: Visit) => parseReport((await exported(page, /JSON/)).toString('utf8'), 'download');

describe('a first visit', () => {
  it('runs the prepared experiment by itself and ends with a finding, numbers, curves and images', () =>
    on({}, async (visit) => {
      const { page } = visit;
      await finished(page);
      await page.locator('.facet svg').first().waitFor();
      expect(await page.locator('h1').textContent()).toMatch(/\d+\.\d%/);
      await expect.poll(() => page.locator('.measure').count()).toBe(2);
      expect(await page.locator('.facet').count()).toBe(2);
      await page.locator('.trip canvas').first().waitFor();
      const { spec, backend, complete, results, seconds } = await reportOf(visit);
      expect(backend).toBe('wasm');
      expect(complete).toBe(true);
      expect(seconds).toBeGreaterThan(0);
      expect(spec).toMatchObject({ adaptive: 'both' });
      const undefended = results.filter(({ attack, defense }) => attack === 'pgd' && defense === 'none');
      expect(undefended[0]!.cleanAccuracy).toBeGreaterThan(0.97);
      expect(undefended.at(-1)!.robustAccuracy).toBeLessThan(0.05);
    }));
});

describe('a prepared experiment', () => {
  it('is chosen as long as the form says what it says', () =>
    on({ link: quickLink }, async ({ page }) => {
      await finished(page);
      const choice = page.getByRole('radiogroup', { name: 'Prepared experiments' });
      expect(await choice.getByRole('radio', { checked: true }).count()).toBe(0);
      for (const [text, model] of [
        ['Traffic signs', 'Sign CNN'],
        ['Digits', 'Digit CNN'],
      ] as const) {
        await choice.getByText(text, { exact: true }).click();
        await expect.poll(() => choice.getByRole('radio', { name: text }).isChecked()).toBe(true);
        expect(await choice.getByRole('radio', { checked: true }).count()).toBe(1);
        await page.getByRole('button', { name: /Model/ }).filter({ hasText: model }).waitFor();
      }
    }));
});

describe('a link', () => {
  it('gives a colleague the same numbers', () =>
    on({ link: quickLink }, async (first) => {
      await finished(first.page);
      const mine = await reportOf(first);
      const link = new URL(first.page.url()).hash.slice(1);
      await on({ link, locale: 'ja-JP' }, async (second) => {
        await finished(second.page);
        const theirs = await reportOf(second);
        expect(theirs.results).toEqual(mine.results);
        expect(theirs.images).toEqual(mine.images);
      });
    }));

  it('that is wrong names every problem and offers the default', () =>
    on({ link: 'eps=8&attack=pdg&count=0' }, async ({ page }) => {
      const note = page.getByRole('alert');
      await note.waitFor();
      const text = await note.textContent();
      for (const part of ['count: expected', 'attack: expected', '8/255']) expect(text).toContain(part);
      expect(await page.locator('.runbar').count()).toBe(0);
      await note.getByRole('button').first().click();
      await page.locator('.runbar').waitFor();
    }));

  it('that is wrong says so in the language of its reader, and in the one chosen next', () =>
    on({ link: 'eps=8&attack=pdg&count=0&lang=ja' }, async ({ page }) => {
      const problems = page.getByRole('alert').locator('li');
      await problems.first().waitFor();
      expect(await problems.count()).toBe(3);
      for (const text of await problems.allTextContents())
        expect(text).toMatch(/^(count|attack|eps): .*指定してください/);
      await page.getByRole('button', { name: 'English' }).click();
      await expect.poll(() => problems.first().textContent()).toContain('count: expected an integer');
    }));

  it('of the command line to a file of its own says that the page cannot open it', () =>
    on({ link: `${quickLink}&model=file:my/model.json&lang=ja` }, async ({ page }) => {
      const note = page.getByRole('alert');
      await note.waitFor();
      expect(await note.textContent()).toContain('my/model.json: 手元のファイルはコマンドラインでのみ使えます');
    }));

  it('that asks for a backend there is not says so instead of taking another in silence', () =>
    on({ link: quickLink, query: 'backend=cuda' }, async ({ page }) => {
      const note = page.getByRole('alert');
      await note.waitFor();
      expect(await note.textContent()).toContain('backend: expected one of webgpu, webgl, wasm, cpu, got "cuda"');
      expect(await page.locator('.runbar').count()).toBe(0);
    }));
});

describe('a run', () => {
  it('stops when asked and keeps what it has', () =>
    on({ link: 'count=400&attack=pgd&pgd.steps=200&eps=0.1,0.2' }, async (visit) => {
      const { page } = visit;
      await page.locator('.measure .val').first().waitFor();
      await page.locator('.runbar').getByRole('button').click();
      await page.locator('.runbar').waitFor({ state: 'detached' });
      expect(await page.locator('.note').first().textContent()).toMatch(/Stopped after/);
      const report = await reportOf(visit);
      expect(report.complete).toBe(false);
      expect(report.results.length).toBeGreaterThan(0);
      expect(report.results[0]!.n).toBeLessThan(400);
    }));

  it('is still there after a reload, without running again', () =>
    on({ link: quickLink }, async (visit) => {
      const { page } = visit;
      await finished(page);
      const before = await reportOf(visit);
      await page.reload();
      await page.locator('.measure').first().waitFor();
      expect(await page.locator('.runbar').count()).toBe(0);
      expect(await reportOf(visit)).toEqual(before);
    }));

  it('can be changed, run again by key, and says until then that it was not', () =>
    on({ link: quickLink }, async (visit) => {
      const { page } = visit;
      await finished(page);
      await page.getByText('L2', { exact: true }).click();
      await page.getByText('Not yet run').first().waitFor();
      await page.locator('h1').click();
      await page.keyboard.press('r');
      await page.locator('.runbar').waitFor();
      await finished(page);
      expect((await reportOf(visit)).norm).toBe('l2');
    }));
});

describe('a set-up that cannot run', () => {
  it('says why without covering the field it is about', () =>
    on({ link: quickLink, viewport: { width: 1280, height: 800 } }, async ({ page }) => {
      await finished(page);
      const field = page.getByRole('textbox', { name: /Budgets/ });
      await field.focus();
      await field.fill('8, x, 300');
      await page.locator('.rail .problems').waitFor();
      const covered = await field.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) !== element;
      });
      expect(covered).toBe(false);
    }));
});

describe('languages', () => {
  it('switch everything, keep the numbers, and stay after a reload', () =>
    on({ link: quickLink }, async ({ page }) => {
      await finished(page);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      const numbers = () => page.locator('.measure .val').allInnerTexts();
      const english = await numbers();
      expect(english).toHaveLength(2);
      await page.getByRole('button', { name: '日本語で表示' }).click();
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ja');
      await expect.poll(() => page.title()).toMatch(/[ぁ-ん一-龯]/);
      await expect.poll(() => page.locator('h1').textContent()).toMatch(/[ぁ-ん一-龯]/); // drawn in slices
      expect(await numbers()).toEqual(english);
      await expect.poll(() => page.url()).toContain('lang=ja');
      await page.reload();
      await page.locator('.measure').first().waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    }));

  it('follow the browser on a first visit', () =>
    on({ link: quickLink, locale: 'ja-JP' }, async ({ page }) => {
      await finished(page);
      expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    }));
});

describe('exports', () => {
  it('give CSV for a spreadsheet, SVG and PNG of the figure, and images NumPy can open', () =>
    on({ link: quickLink }, async ({ page }) => {
      await finished(page);
      await page.locator('.facet svg').first().waitFor();
      const csv = await exported(page, /CSV/);
      expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(csv.toString('utf8').split('\r\n')[0]).toContain('robustAccuracy');
      expect((await exported(page, /SVG/)).toString('utf8')).toMatch(/^(<\?xml[^>]*>\s*)?<svg/);
      expect((await exported(page, /PNG/)).subarray(1, 4).toString()).toBe('PNG');
      const npz = await exported(page, /NPZ/);
      expect(npz.subarray(0, 2).toString()).toBe('PK');
      expect(npz.length).toBeGreaterThan(20 * 784);
    }));
});

describe('one image', () => {
  it.each(['en-US', 'ja-JP'])(
    'of a run with other budgets opens with its probabilities and the path of the attack (%s)',
    (locale) =>
      on({ link: quickLink, locale }, async (visit) => {
        const { page } = visit;
        await finished(page);
        await page.getByRole('textbox', { name: /ε/ }).fill('4/255, 0.15');
        await page.locator('.go .tag').waitFor(); // says that this was not run yet, and moves the button
        await page.locator('.go .btn.primary').click();
        await page.locator('.runbar').waitFor();
        await finished(page);
        expect(new Set((await reportOf(visit)).results.map(({ epsilon }) => epsilon))).toEqual(
          new Set([4 / 255, 0.15]),
        );
        await page.locator('.trip').first().click();
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        await dialog.getByRole('slider').first().waitFor();
        expect(await dialog.locator('canvas').count()).toBeGreaterThanOrEqual(3);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }),
  );
});
