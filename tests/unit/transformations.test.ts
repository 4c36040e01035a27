import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { decode, encode } from 'jpeg-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { quantiseJpeg } from '../../src/core/jpegQuantised.ts';
import { defaults, type ParamSchema } from '../../src/core/params.ts';
import { makeRng, type Rng } from '../../src/core/rng.ts';
import { type DefenseChain, type DefenseChoice, defenseCards, defenseIds } from '../../src/defenses/catalog.ts';
import { applyChain } from '../../src/defenses/index.ts';
import { smoothJpeg } from '../../src/defenses/smoothJpeg.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const choice = (id: string, params: object = {}): DefenseChain => {
  const schema: ParamSchema = defenseCards[id as keyof typeof defenseCards].params;
  return [{ id, params: { ...defaults(schema), ...params } } as unknown as DefenseChoice];
};
const streams = () => {
  const known = new Map<number, Rng>();
  return (i: number) => known.get(i) ?? known.set(i, makeRng(i)).get(i)!;
};
type Shape = [number, number, number, number];

async function transform(chain: DefenseChain, shape: Shape, pixels: readonly number[], rngOf = streams()) {
  const y = tf.tidy(() => applyChain(chain, tf.tensor4d([...pixels], shape), rngOf));
  const values = Array.from(await y.data());
  y.dispose();
  return values;
}
/** Smooth and busy places in one image. */
const picture = (shape: Shape, seed = 1) => {
  const rng = makeRng(seed);
  const size = shape.reduce((a, b) => a * b);
  return Array.from({ length: size }, (_, i) => Math.fround(0.5 + 0.3 * Math.sin(i / 7) + 0.2 * (rng.uniform() - 0.5)));
};
const near = (found: readonly number[], wanted: readonly number[], digits = 5) => {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, digits);
};

describe.each(defenseIds)('the contract of %s', (id) => {
  const shapes: Shape[] = [
    [1, 5, 9, 3],
    [1, 8, 8, 1],
  ];

  it.each(shapes)('keeps the shape and the range of [%d, %d, %d, %d] and repeats itself', async (...shape) => {
    const x = picture(shape);
    const y = await transform(choice(id), shape, x);
    expect(await transform(choice(id), shape, x)).toEqual(y);
    expect(y.every(Number.isFinite)).toBe(true);
    if (id === 'gaussian') return; // is not clipped
    expect(Math.min(...y)).toBeGreaterThan(-1e-6);
    expect(Math.max(...y)).toBeLessThan(1 + 1e-6);
  });

  it('gives an image the same alone and in company', async () => {
    const [a, b] = [picture([1, 6, 6, 1], 1), picture([1, 6, 6, 1], 2)];
    const both = await transform(choice(id), [2, 6, 6, 1], [...a, ...b]);
    const second = await transform(choice(id), [1, 6, 6, 1], b, () => makeRng(1));
    const first = await transform(choice(id), [1, 6, 6, 1], a);
    near(both, [...first, ...second], 6);
  });

  it('draws anew from a stream exactly if its card says it is randomised', async () => {
    const [rngOf, x] = [streams(), picture([1, 6, 6, 1])];
    const once = await transform(choice(id), [1, 6, 6, 1], x, rngOf);
    const again = await transform(choice(id), [1, 6, 6, 1], x, rngOf);
    expect(JSON.stringify(once) !== JSON.stringify(again)).toBe(defenseCards[id].randomised);
  });

  it('has the gradient its card declares, and leaks nothing', async () => {
    const shape: Shape = [1, 6, 6, 1];
    const x = tf.tensor4d(picture(shape), shape);
    const before = tf.memory().numTensors;
    const gradient = tf.tidy(() =>
      tf.grad((v: tf.Tensor) => tf.sum(applyChain(choice(id), v as Images, streams())))(x),
    );
    const values = Array.from(await gradient.data());
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
    if (defenseCards[id].backward === 'identity') expect(values).toEqual(values.map(() => 1));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values.some((value) => value !== 0)).toBe(true);
  });
});

describe('settings that change nothing', () => {
  const shape: Shape = [1, 7, 5, 3];
  it.each([
    ['nlm', { strength: 0 }],
    ['tv', { drop: 0, weight: 0 }],
    ['resizePad', { least: 1 }],
  ] as const)('leave the image to %s as it is', async (id, params) => {
    near(await transform(choice(id, params), shape, picture(shape)), picture(shape), 6);
  });

  it.each(['nlm', 'tv', 'jpeg', 'median'])('%s keeps a constant image', async (id) => {
    const flat = new Array<number>(105).fill(Math.fround(128 / 255));
    near(await transform(choice(id), shape, flat), flat, 5);
  });
});

describe('JPEG', () => {
  const sizes = [
    [16, 8, 3],
    [13, 19, 3],
    [28, 28, 1],
  ] as const;

  it.each(sizes)('agrees with a whole codec on %d × %d × %d', (height, width, channels) => {
    const pixels = Float32Array.from(picture([1, height, width, channels]));
    for (const quality of [10, 50, 75, 95]) {
      const found = quantiseJpeg(pixels, { height, width, channels }, quality);
      const data = new Uint8Array(height * width * 4).fill(255);
      for (let i = 0; i < height * width; i++)
        for (let c = 0; c < 3; c++)
          data[4 * i + c] = Math.round(255 * pixels[i * channels + Math.min(c, channels - 1)]!);
      const read = decode(encode({ data, width, height }, quality).data, { useTArray: true }).data;
      const apart = Array.from(found, (value, i) =>
        Math.abs(Math.round(255 * value) - read[4 * Math.floor(i / channels) + (i % channels)]!),
      );
      expect(apart.reduce((a, b) => a + b) / apart.length).toBeLessThan(1); // its colours are cut off, its cosines are whole numbers
      expect(Math.max(...apart)).toBeLessThanOrEqual(6 + Math.round(100 / quality)); // and a tie may fall the other way
    }
  });

  it('is nearly the identity at quality 100', async () => {
    const shape: Shape = [1, 12, 10, 1];
    const y = await transform(choice('jpeg', { quality: 100 }), shape, picture(shape));
    for (const [i, value] of picture(shape).entries()) expect(Math.abs(y[i]! - value)).toBeLessThan(3 / 255);
  });

  it('has a smooth twin that follows it, with a gradient that agrees with differences', async () => {
    const shape: Shape = [1, 11, 9, 3];
    const x = picture(shape);
    const [smooth, coded] = [
      Array.from(await tf.tidy(() => smoothJpeg(tf.tensor4d(x, shape), 30)).data()),
      await transform(choice('jpeg', { quality: 30 }), shape, x),
    ];
    const mean = smooth.reduce((sum, value, i) => sum + Math.abs(value - coded[i]!), 0) / smooth.length;
    expect(mean).toBeLessThan(0.03);
    const value = (pixels: readonly number[]) =>
      tf.tidy(() => {
        const y = smoothJpeg(tf.tensor4d([...pixels], shape), 30);
        return tf.sum(tf.mul(y, tf.cos(tf.reshape(tf.range(0, y.size), shape)))).dataSync()[0]!;
      });
    const gradient = tf.tidy(() =>
      tf
        .grad((v: tf.Tensor) => {
          const y = applyChain(choice('jpeg', { quality: 30 }), v as Images, makeRng);
          return tf.sum(tf.mul(y, tf.cos(tf.reshape(tf.range(0, y.size), shape))));
        })(tf.tensor4d(x, shape))
        .dataSync(),
    );
    for (const i of [0, 40, 133, 296]) {
      const step = 2e-3;
      const moved = (by: number) => value(x.map((pixel, j) => (i === j ? pixel + by : pixel)));
      expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 1);
    }
  });
});

describe('total variation', () => {
  it('moves two pixels towards each other by the weight, as the closed form says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.4, noNaN: true }), async (weight) => {
        const y = await transform(choice('tv', { drop: 0, weight, steps: 100 }), [1, 1, 2, 1], [0.2, 0.8]);
        near(y, [0.2 + Math.min(weight, 0.3), 0.8 - Math.min(weight, 0.3)], 3);
      }),
      { numRuns: 8 },
    );
  });

  it('fills what was dropped from what is around it', async () => {
    const x = Array.from({ length: 144 }, (_, i) => (i % 12) / 12);
    const y = await transform(choice('tv', { drop: 0.4, weight: 0.001, steps: 100 }), [1, 12, 12, 1], x);
    const apart = y.map((value, i) => Math.abs(value - x[i]!));
    expect(apart.reduce((a, b) => a + b) / 144).toBeLessThan(0.04);
  });
});

it('non-local means agrees with its sum written out', async () => {
  const shape: Shape = [1, 5, 4, 2];
  const x = picture(shape);
  const mirror = (i: number, n: number) => (i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i);
  const at = (r: number, c: number, k: number) => x[(mirror(r, 5) * 4 + mirror(c, 4)) * 2 + k]!;
  const weight = (r: number, c: number, dr: number, dc: number) => {
    let [sum, count] = [0, 0];
    for (let i = Math.max(0, r - 1); i <= Math.min(4, r + 1); i++)
      for (let j = Math.max(0, c - 1); j <= Math.min(3, c + 1); j++)
        for (let k = 0; k < 2; k++) {
          sum += (at(i, j, k) - at(i + dr, j + dc, k)) ** 2;
          count++;
        }
    return Math.exp(-(sum / count) * (255 / 40) ** 2);
  };
  const wanted = x.map((_, index) => {
    const [r, c, k] = [Math.floor(index / 8), Math.floor(index / 2) % 4, index % 2];
    let [sum, weights] = [0, 0];
    for (let dr = -2; dr <= 2; dr++)
      for (let dc = -2; dc <= 2; dc++) {
        const w = weight(r, c, dr, dc);
        sum += w * at(r + dr, c + dc, k);
        weights += w;
      }
    return sum / weights;
  });
  near(await transform(choice('nlm', { search: 2, patch: 1, strength: 40 }), shape, x), wanted, 5);
});

it('resizing and padding puts the whole image on black, a little smaller', async () => {
  const white = new Array<number>(400).fill(1);
  const y = await transform(choice('resizePad', { least: 0.5 }), [1, 20, 20, 1], white);
  const lit = y.filter((value) => value > 0.999).length;
  expect(y.filter((value) => value > 1e-6).length).toBe(lit); // a rectangle, no fading
  expect(Math.sqrt(lit) % 1).toBe(0);
  expect(lit).toBeGreaterThanOrEqual(100);
  expect(lit).toBeLessThan(400);
});
