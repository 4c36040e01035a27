import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const floats = () => random([5, 4, 4, 2], 1);
const cases: Record<string, () => tf.Tensor> = {
  'rows in any order, some twice': () => tf.gather(floats(), tf.tensor1d([4, 0, 0, 3], 'int32')),
  'no rows': () => tf.gather(floats(), tf.tensor1d([], 'int32')),
  'rows in a table': () => tf.gather(floats(), tf.tensor2d([1, 2, 3, 4, 0, 1], [3, 2], 'int32')),
  'another axis': () => tf.gather(floats(), tf.tensor1d([1, 3], 'int32'), 2),
  'short rows': () => tf.gather(random([5, 2], 2), tf.tensor1d([4, 1], 'int32')),
  'rows of integers': () => tf.gather(tf.cast(tf.mul(floats(), 9), 'int32'), tf.tensor1d([2, 1], 'int32')),
  'rows that are not computed yet': () => tf.gather(tf.relu(floats()), tf.tensor1d([2, 1], 'int32')),
};

describe.each(kernelVariants)('gathering, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(Object.entries(cases))('is what the cpu backend does: %s', async (_name, gather) => {
    expect(await valuesOn('wasm', () => [gather()])).toEqual(await valuesOn('cpu', () => [gather()]));
  });

  it('refuses rows that are not there', async () => {
    await tf.setBackend('wasm');
    expect(() => tf.gather(floats(), tf.tensor1d([5], 'int32'))).toThrow(/not in/);
    expect(() => tf.gather(floats(), tf.tensor1d([-1], 'int32'))).toThrow(/not in/);
  });
});
