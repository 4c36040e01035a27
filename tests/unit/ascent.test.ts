import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { ascend, type OnSuccess } from '../../src/attacks/ascend.ts';
import { judge } from '../../src/engine/judge.ts';
import { gainOf } from '../../src/tensor/gradient.ts';
import type { Objective } from '../../src/tensor/losses.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { steadyVictim } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const pixels = (values: readonly number[]): Images => tf.tensor4d([...values], [values.length, 1, 1, 1]);
const labelled = (n: number): Objective => ({ kind: 'untargeted', labels: tf.zeros([n], 'int32') });

/** Class 1 between 0.35 and 0.65, class 0 elsewhere; the gradient plays no part. */
const window = (x: Images): Logits =>
  tf.tidy(() => {
    const score = tf.sub(0.15, tf.abs(tf.sub(tf.reshape(x, [-1, 1]), 0.5)));
    return tf.concat([tf.zerosLike(score), score], 1) as Logits;
  });

const climb = (start: readonly number[], onSuccess: OnSuccess) => {
  const x = pixels(start);
  return ascend({
    input: {
      victim: steadyVictim({ classes: 2, logits: window }),
      x0: x,
      objective: labelled(start.length),
      threat: { norm: 'linf', epsilon: 1 },
      params: {},
      ctx: {
        signal: new AbortController().signal,
        tick: async () => undefined,
        rngOf: () => {
          throw new Error('no randomness here');
        },
      },
    },
    gainOf: ({ objective }) => gainOf('margin', objective),
    start: { x: tf.clone(x) },
    steps: 10,
    onSuccess,
    step: ({ at }) => ({ x: tf.add(at.x, 0.1) }),
  });
};

/** Steps of 0.1: the first walks through the window and out of it, the second ends inside, the third never gets there. */
const walkers = [0, -0.5, -3];

it.each([
  { onSuccess: 'latest', ends: [0.6, 0.5, -2], hits: [true, true, false] },
  { onSuccess: 'first', ends: [0.4, 0.4, -2], hits: [true, true, false] },
  { onSuccess: 'nothing', ends: [1, 0.5, -2], hits: [false, false, false] },
] as const)('keeps what an image is to keep of its way ($onSuccess)', async ({ onSuccess, ends, hits }) => {
  const { x, gain, hit } = await climb(walkers, onSuccess);
  const found = Array.from(await x.data());
  for (const [i, end] of ends.entries()) {
    expect(found[i]).toBeCloseTo(end, 5);
    expect(gain[i]).toBeCloseTo(0.15 - Math.abs(end - 0.5), 5);
  }
  expect(hit).toEqual(hits);
  x.dispose();
});

it('tells a success that outlives rounding to 8 bits from one that does not', async () => {
  const threshold = 0.499; // between 127/255 and 128/255
  const logits = (x: Images): Logits =>
    tf.tidy(() => {
      const score = tf.sub(tf.reshape(x, [-1, 1]), threshold);
      return tf.concat([tf.zerosLike(score), score], 1) as Logits;
    });
  const clean = pixels([0.498, 0.498, 0.498]);
  const adversarial = pixels([0.4995, 0.502, 0.4985]); // 127.4 → 127, 128.0 → 128, and no success at all
  const batch = {
    positions: [0, 1, 2],
    n: 3,
    classes: new Int32Array(3),
    x: clean,
    labels: tf.zeros([3], 'int32') as tf.Tensor1D,
    dispose: () => undefined,
  };
  const cell = { attack: 'fgsm', defense: 'none', adaptive: true, epsilon: 0.01 } as const;
  const block = await judge(
    steadyVictim({ classes: 2, logits }),
    labelled(3),
    batch,
    adversarial,
    cell,
    'linf',
    undefined,
  );
  expect([...block.success]).toEqual([1, 1, 0]);
  expect([...block.survives]).toEqual([0, 1, 0]);
});
