import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { batchNormOfBatch } from '../../src/tensor/batchNorm.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, type Values, valuesOn } from './wasmBackend.ts';

beforeAll(startWasmBackend);

/** Output, statistics and the three gradients for images that are far from zero. */
function normalised(batch: number, channels: number): tf.Tensor[] {
  const inputs = [
    tf.add(tf.mul(random([batch, 5, 4, channels], 1), 3), 10),
    random([channels], 2),
    random([channels], 3),
  ];
  const upstream = random([batch, 5, 4, channels], 4);
  const apply = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
    batchNormOfBatch(x as tf.Tensor4D, { gamma: gamma as tf.Tensor1D, beta: beta as tf.Tensor1D, epsilon: 1e-3 });
  const kept: tf.Tensor[] = []; // the statistics outlive the tidy
  const output = (...[x, gamma, beta]: tf.Tensor[]) => {
    const { y, mean, variance } = apply(x!, gamma!, beta!);
    kept.push(mean, variance);
    return y;
  };
  const y = output(...inputs);
  const statistics = kept.map((tensor) => tf.clone(tensor));
  const gradients = tf.grads((...xs) => tf.sum(tf.mul(output(...xs), upstream)))(inputs);
  tf.dispose(kept);
  return [y, ...statistics, ...gradients];
}

function largestError(got: Values, want: Values): number {
  expect(got.shape).toEqual(want.shape);
  const scale = Math.max(...want.data.map(Math.abs));
  return Math.max(...want.data.map((value, i) => Math.abs(value - got.data[i]!))) / scale;
}

describe.each(kernelVariants)('batch norm by the statistics of the batch, variant %s', (variant) => {
  it.each([1, 7].flatMap((batch) => [1, 3, 4, 17, 67].map((channels) => [batch, channels] as const)))(
    'agrees with the cpu backend on %i images of %i channels',
    async (batch, channels) => {
      const want = await valuesOn('cpu', () => normalised(batch, channels));
      await tf.setBackend('wasm');
      const uninstall = await installWasmKernels(loadKernelModule, { variant });
      try {
        const got = await valuesOn('wasm', () => normalised(batch, channels));
        for (const [i, values] of got.entries())
          expect(largestError(values, want[i]!), `output ${i}`).toBeLessThan(1e-5);
      } finally {
        uninstall();
      }
    },
  );
});
