import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { pageWith } from './underTest.ts';

type Memory = typeof import('../kernels/webgpuMemory.ts');
type Compiling = typeof import('../kernels/webgpuCompiling.ts');
/** The page's `underTest`, which another test declares with other members. */
type Exports<M> = { readonly underTest: M };

let browser: Browser;
beforeAll(async () => {
  browser = await launch(['--enable-unsafe-webgpu']);
});
afterAll(() => browser.close());

async function opened(module: string): Promise<Page> {
  const page = await pageWith(browser, module);
  await page.evaluate(async () => {
    const { openDevice } = (window as unknown as Exports<Memory>).underTest;
    await openDevice(navigator.gpu);
  });
  return page;
}

describe('memory of a graphics processor', () => {
  it('takes batches of which each tensor fits one binding', async () => {
    const page = await opened('../kernels/webgpuMemory.ts');
    const found = await page.evaluate(() => (window as unknown as Exports<Memory>).underTest.batches());
    expect(found).toMatchObject({ tenFit: 10, noneFits: 1, manyFit: 128, besideWeights: 16, tensors: 0 });
    expect(found.print.largest).toBe(2 * 1024);
    expect(found.print.peak).toBeGreaterThanOrEqual(2 * 1024 + 2 * 256);
    await page.close();
  });

  it('is given back when batches of a size are over', async () => {
    const page = await opened('../kernels/webgpuMemory.ts');
    const { full, after, sum } = await page.evaluate(() => (window as unknown as Exports<Memory>).underTest.trimmed());
    expect(after).toBeLessThan(full / 10);
    expect(sum).toBe(9000);
    await page.close();
  });

  it('is the same after 10,000 images as after 1,000', async () => {
    const page = await pageWith(browser, '../kernels/webgpuMemory.ts');
    const { early, late } = await page.evaluate(() =>
      (window as unknown as Exports<Memory>).underTest.attackedMany(1000),
    );
    expect(late.tensors).toBe(early.tensors);
    expect(late.bytes).toBeLessThanOrEqual(1.05 * early.bytes);
    await page.close();
  }, 400_000); // the processor plays graphics processor for 200 batches
});

describe('compiling shaders ahead', () => {
  it('leaves none to compile at the first run, and changes no result', async () => {
    const run = async (ahead: boolean) => {
      const page = await opened('../kernels/webgpuCompiling.ts');
      const result = await page.evaluate(
        (given) => (window as unknown as Exports<Compiling>).underTest.compiledThenRun({ ahead: given }),
        ahead,
      );
      await page.close();
      return result;
    };
    const [ahead, usual] = [await run(true), await run(false)];
    expect(ahead.compiled).toBeGreaterThan(10);
    expect(ahead.more).toBe(0);
    expect(usual).toMatchObject({ compiled: 0, more: ahead.compiled });
    expect(ahead.values).toEqual(usual.values);
    expect(ahead.leaked).toBe(0);
  });

  it('leaves the backend alive when a shader does not compile', async () => {
    const page = await opened('../kernels/webgpuCompiling.ts');
    const survives = () => (window as unknown as Exports<Compiling>).underTest.survivesBadShader();
    expect(await page.evaluate(survives)).toEqual([2, 2]);
    await page.close();
  });
});
