import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findHost } from '../../src/kernels/wasm/host.ts';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { createLayouts } from '../../src/kernels/wasm/layouts.ts';
import { loadKernelModule, random, startWasmBackend } from './wasmBackend.ts';

beforeAll(startWasmBackend);

describe('layouts', () => {
  const written: number[] = [];
  const write = (address: number) => void written.push(address);
  let layouts: ReturnType<typeof createLayouts>;
  const start = () => {
    written.length = 0;
    layouts = createLayouts(findHost());
  };
  afterEach(() => layouts.release());

  it('are kept from the second request on, one for each form', () => {
    start();
    const weights = random([4], 1);
    expect(layouts.keep(weights, 'a', 16, write)).toBeUndefined();
    const kept = layouts.keep(weights, 'a', 16, write);
    expect(written).toEqual([kept]);
    expect(layouts.keep(weights, 'b', 16, write)).toBeUndefined();
    expect(layouts.keep(weights, 'a', 16, write)).toBe(kept);
    expect(layouts.keep(weights, 'b', 16, write)).not.toBe(kept);
    weights.dispose();
  });

  it('of weights that are gone make room for others', () => {
    start();
    const most = 64 << 20;
    const keepTwice = (weights: tf.Tensor) => [1, 2].map(() => layouts.keep(weights, 'a', most, write)).at(-1);
    const [former, next] = [random([4], 1), random([4], 2)];
    expect(keepTwice(former)).toBeDefined();
    expect(keepTwice(next)).toBeUndefined();
    former.dispose();
    expect(keepTwice(next)).toBeDefined();
    next.dispose();
  });
});

describe('kernels that keep layouts of weights', () => {
  let uninstall = () => {};
  afterEach(() => uninstall());

  const x = () => random([2, 6, 6, 16], 1) as tf.Tensor4D;
  const network = (filter: tf.Tensor, matrix: tf.Tensor) =>
    tf.tidy(() => {
      const loss = (input: tf.Tensor) => {
        const features = tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');
        return tf.sum(tf.tanh(tf.matMul(tf.reshape(features, [2, -1]), matrix as tf.Tensor2D)));
      };
      return Array.from(tf.grad(loss)(x()).dataSync());
    });

  it('see new weights at once, however often the former ones were used', async () => {
    const weights = (seed: number) => [random([3, 3, 16, 16], seed), random([36 * 16, 5], seed + 1)] as const;
    const [filter, matrix] = weights(2).map((initial) => tf.variable(initial)) as [tf.Variable, tf.Variable];
    uninstall = await installWasmKernels(loadKernelModule);
    const before = [1, 2, 3].map(() => network(filter, matrix));
    expect(before[1]).toEqual(before[0]);
    expect(before[2]).toEqual(before[0]);
    const [nextFilter, nextMatrix] = weights(4);
    filter.assign(nextFilter);
    matrix.assign(nextMatrix);
    const after = [1, 2, 3].map(() => network(filter, matrix));
    uninstall();
    uninstall = await installWasmKernels(loadKernelModule); // which has kept nothing yet
    const want = network(filter, matrix);
    expect(want).not.toEqual(before[0]);
    expect(after).toEqual([want, want, want]);
    tf.dispose([filter, matrix, nextFilter, nextMatrix]);
  });

  it('tell filters of one content but other shapes and strides apart', async () => {
    const values = random([3 * 3 * 16 * 32], 2);
    const results = () =>
      tf.tidy(() =>
        (
          [
            [[3, 3, 16, 32], 1],
            [[3, 3, 16, 32], 2],
            [[1, 9, 16, 32], 1],
          ] as const
        ).map(([shape, stride]) =>
          Array.from(tf.conv2d(x(), tf.reshape(values, [...shape]) as tf.Tensor4D, stride, 'same').dataSync()),
        ),
      );
    uninstall = await installWasmKernels(loadKernelModule);
    const first = results();
    expect(results()).toEqual(first);
    expect(results()).toEqual(first);
    values.dispose();
  });
});
