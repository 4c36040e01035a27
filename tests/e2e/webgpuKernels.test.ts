import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filterGradientForms, inputGradientForms, usualForms } from '../../src/core/kernelForms.ts';
import { launch } from './browser.ts';
import { pageWith } from './underTest.ts';

type Checks = typeof import('../kernels/webgpuChecks.ts');
type Opening = typeof import('../kernels/webgpuOpening.ts');
declare global {
  interface Window {
    underTest: Checks & Opening;
    errors: readonly string[];
  }
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch(['--enable-unsafe-webgpu']);
});
afterAll(() => browser.close());

describe('on software WebGPU, our kernels', () => {
  let page: Page;
  beforeAll(async () => {
    page = await pageWith(browser, '../kernels/webgpuChecks.ts');
    await page.evaluate(async () => {
      window.errors = (await window.underTest.openDevice(navigator.gpu)).errors;
    });
  });
  afterEach(async () => expect(await page.evaluate(() => window.errors)).toEqual([]));

  it.each(inputGradientForms)('agree with the cpu backend: convolution, input gradient %s', async (form) => {
    const forms = { inputGradient: [form, 'gather'], filterGradient: ['tiles'] } as const;
    const found = await page.evaluate((given) => window.underTest.disagreements(given, ['convolution'], 46), forms);
    expect(found).toEqual([]);
  });

  it.each(filterGradientForms)('agree with the cpu backend: everything else, filter gradient %s', async (form) => {
    const forms = { inputGradient: ['gather'], filterGradient: [form] } as const;
    const groups = ['depthwise convolution', 'fused bias and activation', 'matrix product', 'everything else'] as const;
    const found = await page.evaluate(([given, names]) => window.underTest.disagreements(given, names, 6), [
      forms,
      groups,
    ] as const);
    expect(found).toEqual([]);
  });

  it('agree with the cpu backend: what is put off until it is looked at', async () => {
    const found = await page.evaluate(([given, names]) => window.underTest.disagreements(given, names, 2), [
      usualForms,
      ['batch norm', 'kernels computed together'],
    ] as const);
    expect(found).toEqual([]);
  });

  it('take the attack step as the composed operations do', async () => {
    expect(await page.evaluate(() => window.underTest.straySteps(5))).toEqual([]);
  });

  it('come to what the operations come to that they stand for', async () => {
    expect(await page.evaluate(() => window.underTest.strayOps())).toEqual([]);
  });

  it('give a row the same bits in any batch', async () => {
    expect(await page.evaluate(() => window.underTest.unsteadyRows())).toEqual([]);
  });
});

describe('the backend webgpu', () => {
  it.each(['ours', 'stock'] as const)('opens with %s kernels when told so', async (kernels) => {
    const page = await pageWith(browser, '../kernels/webgpuOpening.ts');
    const found = await page.evaluate((given) => window.underTest.open(given), kernels);
    const choice = kernels === 'ours' ? { choice: { ...usualForms, origin: 'usual' } } : {}; // nothing timed in software
    expect(found).toEqual({ adapter: expect.stringMatching(/swiftshader/i), ours: kernels === 'ours', ...choice });
    await page.close();
  });

  it('finds an order of programs, or none in no time, and keeps notes', async () => {
    const page = await pageWith(browser, '../kernels/webgpuOpening.ts');
    const { forms, late, noted, tensors } = await page.evaluate(() => window.underTest.calibrated());
    expect([...forms!.inputGradient].sort()).toEqual([...inputGradientForms].sort());
    expect([...forms!.filterGradient].sort()).toEqual([...filterGradientForms].sort());
    expect(late).toBeUndefined();
    expect(noted).toEqual(forms);
    expect(tensors).toBe(0);
    await page.close();
  });

  it.each([
    ['destroyed', /^device lost/],
    ['too large', /^device error/],
  ] as const)('says why it cannot go on: %s', async (misfortune, reason) => {
    const page = await pageWith(browser, '../kernels/webgpuOpening.ts');
    expect(await page.evaluate((given) => window.underTest.lostBy(given), misfortune)).toMatch(reason);
    await page.close();
  });
});
