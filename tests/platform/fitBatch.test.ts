import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { busiest } from '../../src/kernels/webgpu/busyBatch.ts';
import { batchFitter, livelyBatch } from '../../src/platform/fitBatch.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A device that takes `ms(n)` for a batch of n, on a clock that nothing else moves. */
function device(ms: (images: number) => number, deadline = Number.POSITIVE_INFINITY) {
  let [time, pending] = [0, 0];
  const asked: number[] = [];
  const now = () => time;
  const drain = async () => {
    [time, pending] = [time + pending, 0];
  };
  const compute = (images: number) => {
    asked.push(images);
    pending += ms(images);
    return tf.tensor1d([images]);
  };
  return { compute, asked, watch: { now, drain, deadline } };
}

/** A processor that takes `ms(n)` for a batch of n, and listens to nobody meanwhile. */
function processor(ms: (images: number) => number) {
  let time = 0;
  const asked: number[] = [];
  const gradientOf = (images: number) => {
    asked.push(images);
    time += ms(images);
    tf.tensor1d([images]);
  };
  return { gradientOf, asked, now: () => time };
}

describe('a batch the reader has patience for', () => {
  it('is the usual one where the model is quick, at the price of two single images', async () => {
    const { gradientOf, asked, now } = processor((n) => 1 + n);
    expect(livelyBatch(gradientOf, 25, now)).toBe(25);
    expect(asked).toEqual([1, 1]);
  });

  it('shrinks until one gradient takes at most a tenth of a second', () => {
    const ms = (n: number) => 20 + 12 * n;
    const { gradientOf, now } = processor(ms);
    const batch = livelyBatch(gradientOf, 25, now);
    expect(batch).toBeGreaterThan(1);
    expect(batch).toBeLessThan(25);
    expect(ms(batch)).toBeLessThanOrEqual(100);
  });

  it('is one image where even that takes long', async () => {
    const { gradientOf, now } = processor((n) => 900 * n);
    expect(livelyBatch(gradientOf, 25, now)).toBe(1);
  });

  it('is as large as the memory allows on a graphics processor, which works while the worker listens', async () => {
    const { gradientOf, now } = processor(() => 900);
    const fitted = batchFitter(async (_, most) => Math.min(most, 7), 128, now);
    expect(await fitted(gradientOf)).toBe(7);
    expect(await batchFitter(undefined, 128, now)(gradientOf)).toBe(1);
  });

  it('leaves no tensors behind', async () => {
    const { gradientOf, now } = processor((n) => 30 * n);
    const before = tf.memory().numTensors;
    livelyBatch(gradientOf, 25, now);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a batch that keeps an adapter busy', () => {
  it('is the largest on one that spends its time on starting programs', async () => {
    const { compute, watch } = device((n) => 5 + n / 1000);
    expect(await busiest(compute, watch)).toBe(1024);
  });

  it('is the smallest on one that is busy with it', async () => {
    const { compute, watch } = device((n) => n / 10);
    expect(await busiest(compute, watch)).toBe(64);
  });

  it('stops growing where a gradient would take too long for a cancel', async () => {
    const { compute, watch } = device((n) => 10 + n / 20);
    expect(await busiest(compute, watch)).toBe(256);
  });

  it('is unknown when there was no time, and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const { compute, watch } = device((n) => n, -1);
    expect(await busiest(compute, watch)).toBeUndefined();
    await busiest(compute, { ...watch, deadline: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
