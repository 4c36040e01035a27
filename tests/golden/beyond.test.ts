import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, openLab } from '../../src/engine/lab.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { resultRows } from '../../src/spec/summary.ts';

let lab: Lab;
beforeAll(async () => {
  lab = openLab((await openNodeEnv({ backend: 'wasm' })).env);
});
afterAll(() => lab.dispose());

/** Success and accuracy of one attack on shipped digits that it did not learn from. */
async function rowOf(text: SpecText) {
  const spec = formatSpec(parseSpec({ defense: 'none', count: '200', ...text }));
  let report = emptyReport(spec);
  const emit = (event: Parameters<typeof applyEvent>[1]) => {
    report = applyEvent(report, event);
  };
  await lab.run(spec, { signal: new AbortController().signal, emit });
  return resultRows(report)[0]!;
}

/** Measured: 64 % to 77 %, by the digits it learns from. */
it('fools most digits with one perturbation learned on others', async () => {
  const { success, medianDistance } = await rowOf({ attack: 'universal', eps: '0.3' });
  expect(medianDistance).toBeLessThanOrEqual(0.3 + 1e-6);
  expect(success.value).toBeGreaterThan(0.5);
});

/** Measured: 27 % of 500 digits; 9 % with a patch of random pixels. */
it('fools digits with a patch of a tenth of their area, more than unlearned pixels do', async () => {
  const learned = await rowOf({ attack: 'patch', 'patch.epochs': '10' });
  const random = await rowOf({ attack: 'patch', 'patch.epochs': '1', 'patch.stepSize': '0.001' });
  expect(learned.success.value).toBeGreaterThan(0.18);
  expect(learned.success.low).toBeGreaterThan(random.success.value);
});

/** Measured: 24.5 % of 200 digits withstand all 125 transformations, 20 % a tenth of the pixels. */
it('finds rotations, shifts and pixels that fool most digits', async () => {
  expect((await rowOf({ attack: 'spatial', count: '100' })).success.value).toBeGreaterThan(0.6);
  expect((await rowOf({ attack: 'jsma', count: '50' })).success.value).toBeGreaterThan(0.6);
});

/** Measured: 93.5 % of 200 digits. */
it('loses far less to corruptions drawn at random', async () => {
  const { success, robust } = await rowOf({ attack: 'corruptions' });
  expect(robust.value).toBeGreaterThan(0.85);
  expect(success.value).toBeGreaterThan(0.01);
});
