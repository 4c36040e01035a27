import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { composedMedian, median } from '../../src/tensor/median.ts';
import type { Images } from '../../src/tensor/norms.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const shapes = [
  [1, 1, 1, 1],
  [3, 1, 5, 2],
  [2, 7, 1, 3],
  [3, 5, 4, 1],
  [2, 28, 28, 1],
  [2, 9, 11, 3],
  [1, 6, 5, 67],
] as const;
const cases = shapes.flatMap((shape) => ([2, 3] as const).map((size) => [shape.join('×'), size, shape] as const));

describe.each(kernelVariants)('the median in one kernel, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(cases)(
    'is the one composed of operations on the cpu backend: %s, window of %i',
    async (_name, size, shape) => {
      const images = () => tf.round(tf.abs(tf.mul(random([...shape], size), 8))) as Images; // with ties
      expect(await valuesOn('wasm', () => [median(images(), size)])).toEqual(
        await valuesOn('cpu', () => [composedMedian(images(), size)]),
      );
    },
  );

  it('is one kernel, and leaves no tensors behind', async () => {
    await tf.setBackend('wasm');
    const x = random([2, 6, 6, 1], 1) as Images;
    const before = tf.memory().numTensors;
    const { kernelNames } = await tf.profile(() => median(x, 2));
    expect(kernelNames).toEqual(['Median']);
    expect(tf.memory().numTensors - before).toBe(1); // the result
  });
});
