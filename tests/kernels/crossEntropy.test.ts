import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { crossEntropy } from '../../src/tensor/crossEntropy.ts';
import type { Logits } from '../../src/tensor/norms.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const labelsOf = (rows: number[]) => tf.tensor1d(rows, 'int32');
const logitsOf = (n: number, k: number, scale: number) => tf.mul(random([n, k], 1), scale) as Logits;
const labels = (n: number, k: number) => labelsOf(Array.from({ length: n }, (_, i) => (i * 7) % k));
const sizes = [
  [1, 2, 1],
  [7, 10, 1],
  [5, 10, 10],
  [3, 67, 5],
  [2, 3, 1e-3],
] as const;

/** For logits that do not overflow. */
const plainly: typeof crossEntropy = (z, y) =>
  tf.sub(tf.log(tf.sum(tf.exp(z), 1)), tf.sum(tf.mul(z, tf.oneHot(y, z.shape[1])), 1));

/** −ln softmax(z)_y and softmax − onehot in double precision. */
function exact(z: readonly number[], label: number): { loss: number; slope: number[] } {
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b);
  return { loss: Math.log(sum) + (most - z[label]!), slope: powers.map((p, i) => p / sum - (i === label ? 1 : 0)) };
}

describe.each(kernelVariants)('cross-entropy in one kernel, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(sizes)('agrees with the cpu backend: %i rows of %i at scale %f', async (n, k, scale) => {
    const both = (loss: typeof crossEntropy) => () => {
      const [z, y] = [logitsOf(n, k, scale), labels(n, k)];
      const weighted = (v: tf.Tensor) => tf.sum(tf.mul(tf.square(loss(v as Logits, y)), random([n], 5)));
      return [loss(z, y), tf.grad(weighted)(z)];
    };
    const [got, want] = [await valuesOn('wasm', both(crossEntropy)), await valuesOn('cpu', both(plainly))];
    for (const [i, { data }] of want.entries()) {
      const scaleOf = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
      for (const [j, value] of data.entries()) expect(Math.abs(got[i]!.data[j]! - value) / scaleOf).toBeLessThan(1e-5);
    }
  });

  it.each([
    ['a winner by far', [200, -300, 4], 0],
    ['a loser by far', [200, -300, 4], 1],
    ['all alike', [7, 7, 7], 2],
    ['large', [3e38, 3e38, -3e38], 1],
    ['small differences', [1e-6, 0, -1e-6], 0],
    ['nearly certain', [16, 0, 0], 0],
  ] as const)('is exact to 1e-6 for logits that are %s', async (_name, z, label) => {
    const [loss, slope] = await valuesOn('wasm', () => {
      const logits = tf.tensor2d([[...z]]);
      const f = (v: tf.Tensor) => tf.sum(crossEntropy(v as Logits, labelsOf([label])));
      return [f(logits), tf.grad(f)(logits)];
    });
    const want = exact(Array.from(Float32Array.from(z)), label);
    expect(Math.abs(loss!.data[0]! - want.loss) / Math.max(want.loss, 0.1)).toBeLessThan(1e-6);
    for (const [i, value] of want.slope.entries())
      expect(Math.abs(slope!.data[i]! - value)).toBeLessThanOrEqual(1.2e-7);
  });

  // TensorFlow.js itself gets this wrong: what its kernels save of their outputs is cut off from the tape
  it('has the right gradient of the gradient', async () => {
    const z = [0.3, -0.7, 1.2];
    const steepness = (at: readonly number[]) => {
      const { loss, slope } = exact(at, 1);
      return slope.reduce((sum, part) => sum + (2 * loss * part) ** 2, 0);
    };
    const h = 1e-5;
    const moved = (i: number, by: number) => z.map((value, j) => (i === j ? value + by : value));
    const want = z.map((_, i) => (steepness(moved(i, h)) - steepness(moved(i, -h))) / (2 * h));
    const [got] = await valuesOn('wasm', () => {
      const squared = (v: tf.Tensor) => tf.sum(tf.square(crossEntropy(v as Logits, labelsOf([1]))));
      return [tf.grad((v) => tf.sum(tf.square(tf.grad(squared)(v))))(tf.tensor2d([z]))];
    });
    for (const [i, value] of want.entries()) expect(Math.abs(got!.data[i]! - value)).toBeLessThan(1e-5);
  });

  it('shows a NaN', async () => {
    const [loss] = await valuesOn('wasm', () => [crossEntropy(tf.tensor2d([[0, Number.NaN]]), labelsOf([0]))]);
    expect(loss!.data[0]).toBeNaN();
  });

  it('gives a row the same bits in any batch', async () => {
    const [whole, ...rows] = await valuesOn('wasm', () => {
      const z = logitsOf(7, 10, 3);
      const y = labels(7, 10);
      const one = (i: number) => crossEntropy(tf.slice(z, i, 1), tf.slice(y, i, 1));
      return [crossEntropy(z, y), ...Array.from({ length: 7 }, (_, i) => one(i))];
    });
    expect([...whole!.data]).toEqual(rows.flatMap(({ data }) => [...data]));
  });
});
