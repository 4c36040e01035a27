import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repairAvgPoolGradient } from '../../src/kernels/avgPoolGradient.ts';
import { addDilatedGradients } from '../../src/kernels/dilatedGradient.ts';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { type AgreementCase, agreementCases } from './agreementCases.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, type Values, valuesOn } from './wasmBackend.ts';

const timeoutMs = 120_000; // the cpu backend is slow

beforeAll(async () => {
  repairAvgPoolGradient();
  addDilatedGradients();
  await startWasmBackend();
});

describe.each(kernelVariants)('wasm kernels, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await tf.setBackend('wasm');
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(Object.entries(agreementCases))(
    'agree with the cpu backend: %s',
    async (_group, entries) => {
      const { numTensors, numDataBuffers } = tf.memory();
      const disagreements: string[] = [];
      for (const entry of entries) {
        const got = await valuesOn('wasm', () => valueAndGradients(entry));
        const want = await reference(entry);
        for (const [i, error] of got.map((values, j) => relativeError(values, want[j]!)).entries()) {
          if (!(error <= 1e-5)) disagreements.push(`${entry.name}, ${i ? `gradient ${i}` : 'value'}: ${error}`);
        }
      }
      expect(disagreements).toEqual([]);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    },
    timeoutMs,
  );

  it('give the same result after the memory has grown', async () => {
    const entry = agreementCases.convolution[0]!;
    const before = await valuesOn('wasm', () => valueAndGradients(entry));
    const large = tf.zeros([24 << 20]);
    try {
      expect(await valuesOn('wasm', () => valueAndGradients(entry))).toEqual(before);
    } finally {
      large.dispose();
    }
  });

  it('take no relu into the gradient of max pooling that lies outside of it', async () => {
    const gradient = () => [
      tf.grad((z) => tf.sum(tf.maxPool(z as tf.Tensor4D, 3, 2, 'same')))(tf.relu(random([2, 6, 5, 3], 1))),
    ];
    expect(await valuesOn('wasm', gradient)).toEqual(await valuesOn('cpu', gradient));
  });

  // TensorFlow.js cannot differentiate that
  it('normalise without offset and scale', async () => {
    const normalised = () => [
      tf.batchNorm(random([2, 3, 2, 5], 1) as tf.Tensor4D, tf.linspace(-1, 1, 5), tf.linspace(0.5, 2, 5)),
    ];
    const [got] = await valuesOn('wasm', normalised);
    const [want] = await valuesOn('cpu', normalised);
    expect(relativeError(got!, want!)).toBeLessThan(1e-5);
  });

  it('keep a sum of a hundred thousand numbers exact to 1e-5', async () => {
    const tenths = () => [tf.sum(tf.fill([100_000, 3], 0.1), 0)];
    const [got] = await valuesOn('wasm', tenths);
    for (const sum of got!.data) expect(Math.abs(sum / 1e4 - 1)).toBeLessThan(1e-5);
  });

  it.each([0, 8])('let a NaN through max pooling in channel %i', async (channel) => {
    const pooled = () => {
      const spoiled = tf.cast(tf.oneHot(tf.tensor1d([channel], 'int32'), 9), 'float32');
      return [tf.maxPool(tf.div(tf.zeros([1, 2, 2, 9]), tf.sub(1, spoiled)) as tf.Tensor4D, 2, 2, 'same')];
    };
    const [got] = await valuesOn('wasm', pooled);
    expect([...got!.data].map(Number.isNaN)).toEqual(Array.from({ length: 9 }, (_, i) => i === channel));
  });

  it('pass a NaN on through the gradient of relu', async () => {
    const x = [Number.NaN, 1, -1, 0, 2];
    const [gradient] = await valuesOn('wasm', () => [tf.grad((z) => tf.relu(z))(tf.tensor1d(x))]);
    expect([...gradient!.data]).toEqual([Number.NaN, 1, 0, 0, 1]);
  });
});

/** The value of an op and all its input gradients under a random weighting of the outputs. */
function valueAndGradients({ op, shapes }: Pick<AgreementCase, 'op' | 'shapes'>): tf.Tensor[] {
  const inputs = shapes.map((shape, i) => random(shape, i + 1));
  const y = op(...inputs);
  const weights = random(y.shape, 99);
  return [y, ...tf.grads((...xs) => tf.sum(tf.mul(op(...xs), weights)))(inputs)];
}

// computed once for all variants, because the cpu backend is slow
const references = new Map<AgreementCase, Promise<Values[]>>();
function reference(entry: AgreementCase): Promise<Values[]> {
  const values =
    references.get(entry) ??
    valuesOn('cpu', () => valueAndGradients({ op: entry.same ?? entry.op, shapes: entry.shapes }));
  references.set(entry, values);
  return values;
}

/** Largest difference, relative to the largest magnitude of the reference. */
function relativeError(got: Values, want: Values): number {
  if (String(got.shape) !== String(want.shape)) return Number.POSITIVE_INFINITY;
  const scale = want.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return want.data.reduce((worst, value, i) => Math.max(worst, Math.abs(got.data[i]! - value) / scale), 0);
}
