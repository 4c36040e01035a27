import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { exported, finished, launch, quickLink, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const slowLink = 'count=4&attack=fgsm&eps=0.2&defense=none';

describe('when WebAssembly is blocked', () => {
  it('the plain CPU serves with the same numbers, and the page says which backend it is', async () => {
    const blocked = await visit(browser, {
      link: slowLink,
      prepare: (page) => page.route('**/*.wasm', (route: Route) => route.abort()),
    });
    const free = await visit(browser, { link: slowLink });
    await Promise.all([finished(blocked.page), finished(free.page)]);
    const [cpu, wasm] = await Promise.all(
      [blocked, free].map(async ({ page }) => parseReport((await exported(page, /JSON/)).toString(), 'download')),
    );
    expect([cpu!.backend, wasm!.backend]).toEqual(['cpu', 'wasm']);
    expect(cpu!.results.map(({ robustAccuracy }) => robustAccuracy)).toEqual(
      wasm!.results.map(({ robustAccuracy }) => robustAccuracy),
    );
    expect(await blocked.page.getByText('CPU', { exact: true }).first().isVisible()).toBe(true);
    await Promise.all([blocked.close(), free.close()]);
  });
});

describe('when the fastest kernels are blocked', () => {
  it('the next ones serve with the same decisions, and one notice says so', async () => {
    const relaxed = '**/kernels-relaxed*.wasm';
    const blocked = await visit(browser, {
      link: slowLink,
      prepare: (page) => page.route(relaxed, (route: Route) => route.abort()),
    });
    const free = await visit(browser, { link: slowLink });
    await Promise.all([finished(blocked.page), finished(free.page)]);
    const [simd, fastest] = await Promise.all(
      [blocked, free].map(async ({ page }) => parseReport((await exported(page, /JSON/)).toString(), 'download')),
    );
    expect([simd!.backend, fastest!.backend]).toEqual(['wasm', 'wasm']);
    expect(simd!.results.map(({ robustAccuracy }) => robustAccuracy)).toEqual(
      fastest!.results.map(({ robustAccuracy }) => robustAccuracy),
    );
    const notice = (page: Page) => page.getByText(/The fastest of the lab's own kernels could not be used/);
    await expect.poll(() => notice(blocked.page).count()).toBe(1);
    expect(await notice(free.page).count()).toBe(0);
    await Promise.all([blocked.close(), free.close()]);
  });
});

describe('when a file is damaged', () => {
  const damages: readonly [string, string, (route: Route) => Promise<void>][] = [
    ['missing', '**/weights-*.bin', (route) => route.fulfill({ status: 404, body: 'gone' })],
    [
      'truncated',
      '**/weights-*.bin',
      async (route) => route.fulfill({ body: (await (await route.fetch()).body()).subarray(0, 1000) }),
    ],
    [
      'altered',
      '**/part-0-*.pack',
      async (route) => route.fulfill({ body: flipped(await (await route.fetch()).body()) }),
    ],
  ];

  it.each(damages)(
    '%s (%s): the page names it to a Japanese reader, stays alive and runs once it is whole again',
    async (_, pattern, damage) => {
      const link = `${quickLink}&lang=ja`;
      const { page, close } = await visit(browser, { link, prepare: (p: Page) => p.route(pattern, damage) });
      const problem = page.getByRole('alert').locator('.problems');
      await problem.waitFor();
      expect(await problem.textContent()).toMatch(/(weights|part-0).*: .*ください$/);
      await page.unroute(pattern);
      await page
        .getByRole('button', { name: /もう一度実行/ })
        .first()
        .click();
      await finished(page);
      await expect.poll(() => page.locator('.measure').count()).toBe(2); // results are drawn behind
      await close();
    },
  );
});

describe('a server that is gone', () => {
  it('takes no language away, and of a page not opened before it says what is missing', async () => {
    const { page, close } = await visit(browser, { link: quickLink });
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => /japanese-/.test(name)),
    ); // fetched at rest
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '日本語で表示' }).click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ja');
    await page.getByRole('link', { name: '学習' }).click();
    await expect.poll(() => page.getByRole('alert').first().textContent()).toContain('読み込めませんでした');
    await page.getByRole('link', { name: '評価' }).click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await close();
  });
});

/** The same file with one bit of its content changed. */
function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1]! ^= 1;
  return copy;
}

describe('software WebGPU', () => {
  it('decides about every image as WebAssembly does, with our kernels and with stock ones', async () => {
    const graphics = await launch(['--enable-unsafe-webgpu']);
    try {
      // The margin loss: softmax minus one is rounding noise on digits the model is certain of, on any backend.
      const loss = 'fgsm.loss=margin&pgd.loss=margin';
      const link = `count=4&attack=fgsm,pgd&pgd.steps=3&pgd.stepSize=0.5&${loss}&eps=0.2&defense=none,bits%2Bmedian`;
      const reports = [];
      for (const query of ['backend=webgpu', 'backend=webgpu&kernels=stock', 'backend=wasm']) {
        const { page, close } = await visit(graphics, { link, query });
        await finished(page);
        const report = parseReport((await exported(page, /JSON/)).toString(), 'download');
        expect(query).toContain(report.backend);
        reports.push(report);
        await close();
      }
      const decisions = reports.map(({ images }) =>
        images.cells.map(({ attack, defense, epsilon, prediction, success, survives }) => ({
          attack,
          defense,
          epsilon,
          prediction,
          success,
          survives,
        })),
      );
      expect(decisions[0]).toEqual(decisions[2]);
      expect(decisions[1]).toEqual(decisions[2]);
      expect(decisions[0]).toHaveLength(4);
    } finally {
      await graphics.close();
    }
  }, 240_000); // a processor that plays graphics processor twice
});
