import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import { makeAdam } from '../../src/training/adam.ts';
import { gather, randomOffset } from '../../src/training/images.ts';
import { learningRateAt } from '../../src/training/schedule.ts';

beforeAll(async () => {
  await openNodeEnv({ backend: 'cpu' });
});

describe('a batch', () => {
  const images = {
    shape: [2, 3, 1] as const,
    pixels: Uint8Array.of(0, 51, 102, 153, 204, 255, 255, 0, 0, 0, 0, 0),
    labels: Uint8Array.of(4, 9),
  };
  const levels = (pixels: Float32Array) => Array.from(pixels, (value) => Math.round(255 * value));

  it('holds the images asked for, in that order, in [0, 1]', () => {
    const { pixels, labels } = gather(images, [1, 0]);
    expect(levels(pixels)).toEqual([255, 0, 0, 0, 0, 0, 0, 51, 102, 153, 204, 255]);
    expect(Math.max(...pixels)).toBe(1);
    expect([...labels]).toEqual([9, 4]);
  });

  it.each([
    [{ down: 1, right: 0 }, [0, 0, 0, 0, 51, 102]],
    [{ down: -1, right: 0 }, [153, 204, 255, 0, 0, 0]],
    [{ down: 0, right: 1 }, [0, 0, 51, 0, 153, 204]],
    [{ down: 0, right: -2 }, [102, 0, 0, 255, 0, 0]],
    [{ down: 1, right: -1 }, [0, 0, 0, 51, 102, 0]],
    [{ down: 5, right: 5 }, [0, 0, 0, 0, 0, 0]],
  ])('moved by %o lets black in', (offset, expected) => {
    expect(levels(gather(images, [0], () => offset).pixels)).toEqual(expected);
  });

  it('is moved by every offset of at most the shift, about equally often', () => {
    const rng = makeRng(1);
    const seen = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const { down, right } = randomOffset(1, rng.fork(i));
      const key = `${down},${right}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.keys()]).toHaveLength(9);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150);
  });
});

describe('the learning rate', () => {
  const at = (schedule: 'constant' | 'linear' | 'cosine', t: number) =>
    learningRateAt({ kind: 'adam', learningRate: 0.4, schedule }, t, 100);

  it('begins as the recipe says and falls to half of it at half time', () => {
    expect([at('constant', 50), at('linear', 0), at('cosine', 0)]).toEqual([0.4, 0.4, 0.4]);
    expect(at('linear', 50)).toBeCloseTo(0.2, 12);
    expect(at('cosine', 50)).toBeCloseTo(0.2, 12);
  });

  it('is almost zero, and not below, at the last update', () => {
    for (const schedule of ['linear', 'cosine'] as const) {
      expect(at(schedule, 99)).toBeGreaterThan(0);
      expect(at(schedule, 99)).toBeLessThan(0.005);
    }
  });
});

describe('Adam', () => {
  it('agrees with the formula worked out in double precision', async () => {
    const variable = tf.variable(tf.tensor1d([1, -2]));
    const adam = makeAdam([variable]);
    const gradients = [
      [0.5, -4],
      [-1, 0.001],
      [2, 0],
    ];
    const expected = [1, -2];
    const m = [0, 0];
    const v = [0, 0];
    for (const [i, gradient] of gradients.entries()) {
      const tensor = tf.tensor1d(gradient);
      adam.update([tensor], 0.1, i + 1);
      tensor.dispose();
      for (const k of [0, 1]) {
        m[k] = 0.9 * m[k]! + 0.1 * gradient[k]!;
        v[k] = 0.999 * v[k]! + 0.001 * gradient[k]! ** 2;
        const rate = (0.1 * Math.sqrt(1 - 0.999 ** (i + 1))) / (1 - 0.9 ** (i + 1));
        expected[k] = expected[k]! - (rate * m[k]!) / (Math.sqrt(v[k]!) + 1e-7);
      }
    }
    const found = await variable.data();
    expect(found[0]).toBeCloseTo(expected[0]!, 5);
    expect(found[1]).toBeCloseTo(expected[1]!, 5);
    adam.dispose();
    variable.dispose();
  });
});
