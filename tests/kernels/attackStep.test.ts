import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { attackStep, composedStep, type StepFrom } from '../../src/tensor/attackStep.ts';
import { type StepCase, stepCases, stepOf } from './attackStepCases.ts';
import { kernelVariants, loadKernelModule, startWasmBackend, valuesOn } from './wasmBackend.ts';

const only = async (backend: 'cpu' | 'wasm', step: (from: StepFrom) => tf.Tensor, entry: StepCase) => {
  const [values] = await valuesOn(backend, () => [step(stepOf(entry))]);
  return values!.data;
};
const named = (norm: string) =>
  stepCases.filter((entry) => entry.norm === norm).map((entry) => [entry.name, entry] as const);
const bits = (values: Float32Array) => [...new Uint32Array(values.buffer, values.byteOffset, values.length)];
const distance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe.each(kernelVariants)('the attack step in one kernel, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(named('linf'))('has the bits of the composed step: %s', async (_name, entry) => {
    expect(bits(await only('wasm', attackStep, entry))).toEqual(bits(await only('wasm', composedStep, entry)));
  });

  it.each(named('l2'))('is the composed step up to rounding: %s', async (_name, entry) => {
    const [one, many] = [await only('wasm', attackStep, entry), await only('wasm', composedStep, entry)];
    expect(one.length).toBe(many.length);
    expect(distance(one, many)).toBeLessThanOrEqual(1e-6);
  });

  it.each(stepCases.map((entry) => [entry.name, entry] as const))(
    'gives an image the same bits in any batch: %s',
    async (_name, entry) => {
      const whole = await only('wasm', attackStep, entry);
      const singles = await valuesOn('wasm', () => {
        const { x, gradient, x0, ...rest } = stepOf(entry);
        const alone = (all: tf.Tensor4D, i: number) => tf.slice(all, i, 1);
        return Array.from({ length: x.shape[0] }, (_, i) =>
          attackStep({ ...rest, x: alone(x, i), gradient: alone(gradient, i), x0: alone(x0, i) }),
        );
      });
      expect(bits(whole)).toEqual(singles.flatMap(({ data }) => bits(data)));
    },
  );

  it('is one kernel, and leaves no tensors behind', async () => {
    const from = stepOf(stepCases[0]!);
    const before = tf.memory().numTensors;
    const { kernelNames } = await tf.profile(() => attackStep(from));
    expect(kernelNames).toEqual(['AttackStep']);
    expect(tf.memory().numTensors - before).toBe(1); // the result
  });
});

it('is composed of operations where the backend has no kernel for it, and right there', async () => {
  await startWasmBackend();
  for (const entry of stepCases) {
    expect(distance(await only('cpu', attackStep, entry), await only('wasm', composedStep, entry))).toBeLessThan(1e-6);
  }
});
