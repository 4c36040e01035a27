import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttackInput } from '../../src/attacks/attack.ts';
import type { AttackParams } from '../../src/attacks/catalog.ts';
import { fgsm } from '../../src/attacks/fgsm.ts';
import { mifgsm } from '../../src/attacks/mifgsm.ts';
import { pgd } from '../../src/attacks/pgd.ts';
import type { BackendName } from '../../src/core/backend.ts';
import type { Norm } from '../../src/core/threat.ts';
import type { Env } from '../../src/engine/env.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { openSubject, type Subject } from '../../src/engine/subject.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { cleanRate, resultRows } from '../../src/spec/summary.ts';
import { attackerGain } from '../../src/tensor/losses.ts';
import type { Images, Labels } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { steadyVictim } from '../fixtures.ts';
import { goldenArray, goldenManifest, goldenOnnx, writeGoldenModel } from './goldenModel.ts';

const temporary = mkdtempSync(join(tmpdir(), 'epsilon-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const models = { json: `file:${writeGoldenModel(temporary)}`, onnx: `file:${goldenOnnx}` };
const signal = new AbortController().signal;
const golden = Object.fromEntries(
  Object.keys(goldenManifest().arrays)
    .filter((name) => !/^(weights|labels|targets|norm_)/.test(name))
    .map((name) => [name, goldenArray(name)]),
);
const integers = (name: string) => new Int32Array(goldenArray(name).buffer);

const pixelsOf = async (x: tf.Tensor) => {
  const values = Float32Array.from(await x.data());
  x.dispose();
  return values;
};

const runs = [
  ['wasm', 'json'],
  ['cpu', 'json'],
  ['wasm', 'onnx'],
] as const satisfies readonly (readonly [BackendName, keyof typeof models])[];

describe.each(runs)('golden parity on %s of the model as %s', (backend, format) => {
  const model = models[format];
  let env: Env;
  let subject: Subject;
  let x0: Images;
  let labels: Labels;

  beforeAll(async () => {
    ({ env } = await openNodeEnv({ backend }));
    subject = await openSubject(parseSpec({ model }), env);
    x0 = tf.tensor4d(golden.images!, [32, 28, 28, 1]);
    labels = tf.tensor1d(integers('labels'), 'int32');
  });
  afterAll(() => {
    subject.classifier.dispose();
    tf.dispose([x0, labels]);
  });

  it('gives the logits of PyTorch', async () => {
    expectClose(await pixelsOf(tf.tidy(() => subject.classifier.logits(x0))), golden.logits!, 1e-4);
  });

  it('gives the input gradient of PyTorch', async () => {
    const gain = (x: tf.Tensor) =>
      tf.sum(attackerGain('ce', { kind: 'untargeted', labels }, subject.classifier.logits(x as Images)));
    expectClose(await pixelsOf(tf.tidy(() => tf.grad(gain)(x0))), golden.grad_ce!, 1e-4);
  });

  const attack = (
    norm: Norm,
    epsilon: number,
    params: Partial<AttackParams<'pgd'>>,
    targets?: Labels,
  ): AttackInput<AttackParams<'pgd'>> => ({
    victim: steadyVictim(subject.classifier),
    x0,
    objective: targets ? { kind: 'targeted', labels, targets } : { kind: 'untargeted', labels },
    threat: { norm, epsilon },
    params: { steps: 10, stepSize: 0.2, randomStart: false, restarts: 1, loss: 'ce', earlyStop: false, ...params },
    ctx: {
      signal,
      tick: async () => undefined,
      rngOf: () => {
        throw new Error('no randomness here');
      },
    },
  });

  it.each([0.1, 0.3])('gives the FGSM images of Foolbox at ε = %d', async (epsilon) => {
    expectSameImages(
      await pixelsOf(await fgsm(attack('linf', epsilon, {}))),
      golden[`fgsm_linf_${epsilon}`]!,
      epsilon / 100,
    );
  });

  it('gives the PGD images of Foolbox in linf', async () => {
    expectSameImages(await pixelsOf(await pgd(attack('linf', 0.1, {}))), golden['pgd10_linf_0.1_step_0.02']!, 1e-3);
  });

  it('gives the PGD images of Foolbox in l2', async () => {
    expectSameImages(await pixelsOf(await pgd(attack('l2', 1, {}))), golden['pgd10_l2_1.0_step_0.2']!, 1e-3);
  });

  it('gives the MI-FGSM images of another toolbox', async () => {
    const { params, ...given } = attack('linf', 0.1, {});
    const found = await mifgsm({ ...given, params: { ...params, stepSize: 0.1, decay: 1 } });
    expectSameImages(await pixelsOf(found), golden['mifgsm10_linf_0.1']!, 1e-3);
  });

  it('gives the targeted PGD images of Foolbox', async () => {
    const targets = tf.tensor1d(integers('targets'), 'int32');
    const found = await pixelsOf(await pgd(attack('linf', 0.2, { steps: 20, stepSize: 0.1 }, targets)));
    targets.dispose();
    expectSameImages(found, golden['pgd20_targeted_linf_0.2_step_0.02']!, 1e-3);
  });

  // The plain CPU backend would need many minutes for a thousand images, and the images above are the same either way.
  // The other budgets of the manifest, 0.1 and 0.2, go through the whole program in tests/cli/golden.test.ts.
  it.each(backend === 'cpu' || format === 'onnx' ? [] : [0.05, 0.15, 0.3])(
    'finds the robust accuracies of the manifest within 0.3 points at ε = %d',
    async (epsilon) => {
      const text: SpecText = {
        model,
        attack: 'fgsm,pgd',
        defense: 'none',
        count: '1000',
        eps: String(epsilon),
        'pgd.stepSize': String(0.01 / epsilon),
        'pgd.randomStart': 'false',
      };
      let report: Report = emptyReport(text);
      const emit = (event: Parameters<typeof applyEvent>[1]) => {
        report = applyEvent(report, event);
      };
      await evaluate(parseSpec(text), subject, { from: 0, to: 1000 }, env, { signal, emit });
      const { robust_accuracy_first_1000_interleaved: wanted } = goldenManifest().scalars;
      const [single, iterative] = resultRows(report);
      expect(Math.abs(cleanRate(report, 'none').value - wanted.clean!)).toBeLessThanOrEqual(0.003);
      expect(Math.abs(single!.robust.value - wanted[`fgsm_linf_${epsilon}`]!)).toBeLessThanOrEqual(0.003);
      expect(
        Math.abs(iterative!.robust.value - wanted[`pgd40_linf_${epsilon}_step_.01_no_random_start`]!),
      ).toBeLessThanOrEqual(0.003);
    },
  );
});

/** Largest difference relative to the largest value. */
function expectClose(found: Float32Array, wanted: Float32Array, tolerance: number): void {
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(found).toHaveLength(wanted.length);
  const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0);
  expect(worst / scale).toBeLessThanOrEqual(tolerance);
}

/**
 * The same pixels in nearly every image. Where a gradient's sign is numerically zero two programs step in opposite
 * directions and further steps carry it on: in digits of which the model is certain to 1e-5 and more, softmax minus one is
 * mostly rounding.
 */
function expectSameImages(found: Float32Array, wanted: Float32Array, tolerance: number): void {
  expect(found).toHaveLength(wanted.length);
  const strays = Array.from({ length: 32 }, (_, image) => {
    const row = found.subarray(784 * image, 784 * (image + 1));
    return row.filter((value, i) => Math.abs(value - wanted[784 * image + i]!) > tolerance).length;
  });
  const told = `differing pixels per image: ${strays}`;
  expect(strays.filter((count) => count > 2).length, told).toBeLessThanOrEqual(6);
  expect(strays.reduce((sum, count) => sum + count) / found.length, told).toBeLessThanOrEqual(0.02);
}
