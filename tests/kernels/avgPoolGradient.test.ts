import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { repairAvgPoolGradient } from '../../src/kernels/avgPoolGradient.ts';
import { random, startWasmBackend, valuesOn } from './wasmBackend.ts';

interface Pooling {
  readonly shape: [number, number, number, number];
  readonly size: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly rounding?: 'floor' | 'round' | 'ceil';
}

const poolings: readonly Pooling[] = [
  { shape: [1, 4, 4, 1], size: 3, strides: 1, pad: 'same' },
  { shape: [2, 6, 5, 3], size: 3, strides: 2, pad: 'same' },
  { shape: [2, 5, 7, 2], size: 2, strides: 2, pad: 'same' },
  { shape: [2, 5, 7, 2], size: [3, 2], strides: [2, 1], pad: 'same' },
  { shape: [1, 5, 5, 2], size: 3, strides: 2, pad: 1, rounding: 'floor' },
  { shape: [1, 6, 5, 2], size: 2, strides: 2, pad: 'valid' },
  { shape: [2, 4, 4, 5], size: 4, strides: 4, pad: 'same' },
];
const roundedUp: Pooling = { shape: [1, 6, 6, 2], size: 3, strides: 2, pad: 1, rounding: 'ceil' };
const describePooling = (pooling: Pooling) => [JSON.stringify(pooling), pooling] as const;

const pool = (x: tf.Tensor, { size, strides, pad, rounding }: Pooling) =>
  tf.avgPool(x as tf.Tensor4D, size, strides, pad, rounding);
const objective = (x: tf.Tensor, pooling: Pooling): tf.Scalar => {
  const y = pool(x, pooling);
  return tf.sum(tf.mul(y, random(y.shape, 2)));
};
const gradient = (pooling: Pooling): tf.Tensor => {
  const x = random(pooling.shape, 1);
  return tf.grad((z) => objective(z, pooling))(x);
};

/** Central differences; pooling is linear, so they are exact but for rounding. */
async function differences(backend: 'cpu' | 'wasm', pooling: Pooling): Promise<number[]> {
  const count = tf.util.sizeFromShape(pooling.shape);
  const basis = Array.from({ length: count }, (_, i) => i);
  const values = await valuesOn(backend, () =>
    basis.map((i) => {
      const step = tf.reshape(tf.oneHot(tf.tensor1d([i], 'int32'), count), pooling.shape);
      const x = random(pooling.shape, 1);
      return tf.sub(objective(tf.add(x, step), pooling), objective(tf.sub(x, step), pooling));
    }),
  );
  return values.map(({ data }) => data[0]! / 2);
}

beforeAll(async () => {
  await startWasmBackend();
  repairAvgPoolGradient();
});

describe.each(['cpu', 'wasm'] as const)('the repaired gradient of average pooling on %s', (backend) => {
  it.each(poolings.map(describePooling))('equals finite differences for %s', async (_name, pooling) => {
    const [got] = await valuesOn(backend, () => [gradient(pooling)]);
    const want = await differences(backend, pooling);
    expect(got!.data.length).toBe(want.length);
    for (const [i, value] of want.entries()) expect(got!.data[i]!).toBeCloseTo(value, 4);
  });

  it.each(poolings.filter(isUncut).map(describePooling))(
    'has the bits of the stock gradient for %s',
    async (_, pooling) => {
      const { shape, size, strides, pad } = pooling;
      const [got, stock] = await valuesOn(backend, () => {
        const input = random(shape, 1);
        const dy = random(pool(input, pooling).shape, 2);
        const inputs = { dy, input };
        const attrs = { filterSize: size, strides, pad };
        return [gradient(pooling), tf.engine().runKernel(tf.AvgPoolGrad, inputs, attrs) as tf.Tensor];
      });
      expect(got).toEqual(stock);
    },
  );

  it('leaks no tensors', async () => {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    await valuesOn(backend, () => [gradient(poolings[0]!)]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** No window reaches into padding. */
function isUncut({ shape, size, pad }: Pooling): boolean {
  return pad === 'valid' || (pad === 'same' && size === shape[1]);
}

// the stock forward kernel of wasm leaves the added row and column undefined, so its differences mean nothing
it('equals finite differences where the output size is rounded up', async () => {
  const want = await differences('cpu', roundedUp);
  for (const backend of ['cpu', 'wasm'] as const) {
    const [got] = await valuesOn(backend, () => [gradient(roundedUp)]);
    for (const [i, value] of want.entries()) expect(got!.data[i]!).toBeCloseTo(value, 4);
  }
});

it('is repaired only once', () => {
  const repaired = tf.getGradient(tf.AvgPool);
  repairAvgPoolGradient();
  expect(tf.getGradient(tf.AvgPool)).toBe(repaired);
});
