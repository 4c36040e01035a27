import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import { makeAdam } from '../../src/training/adam.ts';
import { gather, randomPlacement } from '../../src/training/images.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { learningRateAt } from '../../src/training/schedule.ts';
import { makeSgd } from '../../src/training/sgd.ts';

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

  it('is mirrored before it is moved', () => {
    const placed = gather(images, [0], () => ({ down: 0, right: 1, mirrored: true }));
    expect(levels(placed.pixels)).toEqual([0, 102, 51, 0, 255, 204]);
  });

  it('keeps the channels of a pixel together when it is mirrored', () => {
    const colour = { shape: [1, 2, 3] as const, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), labels: Uint8Array.of(0) };
    const placed = gather(colour, [0], () => ({ down: 0, right: 0, mirrored: true }));
    expect(levels(placed.pixels)).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('is mirrored about every other time, where the recipe says so', () => {
    const rng = makeRng(2);
    const mirrored = (flip: boolean) =>
      Array.from({ length: 1000 }, (_, i) => randomPlacement({ shift: 4, flip }, rng.fork(i)).mirrored ?? false);
    expect(Math.abs(mirrored(true).filter(Boolean).length - 500)).toBeLessThan(60);
    expect(mirrored(false).some(Boolean)).toBe(false);
  });

  it('is moved by every offset of at most the shift, about equally often', () => {
    const rng = makeRng(1);
    const seen = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const { down, right } = randomPlacement({ shift: 1 }, rng.fork(i));
      const key = `${down},${right}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.keys()]).toHaveLength(9);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150);
  });
});

describe('the learning rate', () => {
  const at = (schedule: Recipe['optimizer']['schedule'], t: number) =>
    learningRateAt({ kind: 'adam', learningRate: 0.4, schedule }, t, 100);

  it('begins as the recipe says and falls to half of it at half time', () => {
    expect([at('constant', 50), at('linear', 0), at('cosine', 0)]).toEqual([0.4, 0.4, 0.4]);
    expect(at('linear', 50)).toBeCloseTo(0.2, 12);
    expect(at('cosine', 50)).toBeCloseTo(0.2, 12);
  });

  it('climbs for a quarter of one cycle and falls for the rest', () => {
    const cycle = Array.from({ length: 100 }, (_, t) => at('oneCycle', t));
    expect(cycle.indexOf(Math.max(...cycle))).toBe(24);
    expect(Math.max(...cycle)).toBeCloseTo(0.4, 12);
    expect(cycle[0]).toBeCloseTo(0.4 / 25, 12);
    expect(cycle[62]).toBeCloseTo((0.4 * 38) / 75, 12);
  });

  it('is almost zero, and not below, at the last update', () => {
    for (const schedule of ['linear', 'cosine', 'oneCycle'] as const) {
      expect(at(schedule, 99)).toBeGreaterThan(0);
      expect(at(schedule, 99)).toBeLessThan(0.006);
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

describe('gradient descent', () => {
  it('agrees with the formula worked out in double precision, and lets a bias decay by nothing', async () => {
    const [momentum, weightDecay, rate] = [0.9, 0.1, 0.5];
    const kernel = tf.variable(tf.tensor2d([[1, -2]]));
    const bias = tf.variable(tf.tensor1d([3]));
    const sgd = makeSgd([kernel, bias], { momentum, weightDecay });
    const x = [1, -2, 3];
    const v = [0, 0, 0];
    for (const gradient of [
      [0.5, -4, 1],
      [-1, 0.25, 2],
      [2, 0, -3],
    ]) {
      const tensors = [tf.tensor2d([gradient.slice(0, 2)]), tf.tensor1d(gradient.slice(2))];
      sgd.update(tensors, rate, 1);
      tf.dispose(tensors);
      for (const k of [0, 1, 2]) {
        v[k] = momentum * v[k]! + gradient[k]! + (k < 2 ? weightDecay : 0) * x[k]!;
        x[k]! -= rate * v[k]!;
      }
    }
    const found = [...(await kernel.data()), ...(await bias.data())];
    for (const k of [0, 1, 2]) expect(found[k]).toBeCloseTo(x[k]!, 4);
    sgd.dispose();
    tf.dispose([kernel, bias]);
  });
});
