import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Norm, norms } from '../../src/core/threat.ts';
import { toHyperplane } from '../../src/tensor/hyperplane.ts';
import { balls, type Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { dot } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const size = 6;
const shape: [number, number, number, number] = [1, 2, 3, 1];
const pixels = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size });
const weights = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size });

async function project(norm: Norm, x: readonly number[], w: readonly number[], rise: number): Promise<number[]> {
  const delta = tf.tidy(() =>
    toHyperplane(norm, tf.tensor4d([...x], shape), tf.tensor4d([...w], shape), tf.fill([1, 1, 1, 1], rise)),
  );
  const values = Array.from(await delta.data());
  delta.dispose();
  return values;
}

const lengths: Record<Norm, (delta: readonly number[]) => number> = {
  linf: (delta) => Math.max(...delta.map(Math.abs)),
  l2: (delta) => Math.hypot(...delta),
  l1: (delta) => delta.reduce((sum, v) => sum + Math.abs(v), 0),
};

/** The most ⟨w, δ⟩ can gain within the box and within a norm of `radius`, by other means than the code under test. */
function mostGain(norm: Norm, x: readonly number[], w: readonly number[], radius: number): number {
  const room = x.map((value, i) => (w[i]! > 0 ? 1 - value : value));
  const size = w.map(Math.abs);
  if (norm === 'linf') return size.reduce((sum, v, i) => sum + v * Math.min(radius, room[i]!), 0);
  if (norm === 'l1') {
    let left = radius;
    let gain = 0;
    for (const i of [...size.keys()].sort((a, b) => size[b]! - size[a]!)) {
      const way = Math.min(left, room[i]!);
      left -= way;
      gain += way * size[i]!;
    }
    return gain;
  }
  const at = (lambda: number) => size.map((v, i) => Math.min(lambda * v, room[i]!));
  let [low, high] = [0, 1e6];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (Math.hypot(...at(middle)) > radius) high = middle;
    else low = middle;
  }
  return dot(size, at(low));
}

describe.each(norms)('a projection onto a hyperplane in %s', (norm) => {
  it('stays in the box and arrives, or goes to the nearest corner', async () => {
    await fc.assert(
      fc.asyncProperty(pixels, weights, fc.double({ min: -4, max: 4, noNaN: true }), async (x, w, rise) => {
        const delta = await project(norm, x, w, rise);
        delta.forEach((v, i) => {
          expect(x[i]! + v).toBeGreaterThanOrEqual(-1e-6);
          expect(x[i]! + v).toBeLessThanOrEqual(1 + 1e-6);
        });
        const towards = w.map((v) => v * (rise < 0 ? -1 : 1));
        const reachable = mostGain('linf', x, towards, 1); // the corner of the box
        const scale = Math.max(...w.map(Math.abs));
        expect(Math.abs(dot(towards, delta) - Math.min(Math.abs(rise), reachable))).toBeLessThanOrEqual(
          1e-5 * Math.max(scale, 1e-20),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('has no shorter rival', async () => {
    await fc.assert(
      fc.asyncProperty(pixels, weights, fc.double({ min: 0.01, max: 4, noNaN: true }), async (x, w, rise) => {
        const delta = await project(norm, x, w, rise);
        fc.pre(Math.max(...w.map(Math.abs)) > 1e-3);
        const shorter = mostGain(norm, x, w, lengths[norm](delta) * (1 - 1e-3) - 1e-5);
        expect(shorter).toBeLessThan(dot(w, delta) + 1e-5);
      }),
      { numRuns: 300 },
    );
  });

  it('stays where the direction is zero', async () => {
    expect((await project(norm, [0, 0.2, 0.4, 0.6, 0.8, 1], [0, 0, 0, 0, 0, 0], 1)).map(Math.abs)).toEqual(
      new Array(size).fill(0),
    );
  });

  it('treats each image of a batch by itself', async () => {
    const x = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const w = [1, -2, 0.5, 0.1, 3, -1];
    const both = tf.tidy(() => {
      const pair = (values: number[]) => tf.tensor4d([...values, ...values], [2, 2, 3, 1]) as Images;
      return balls[norm].length(toHyperplane(norm, pair(x), pair(w), tf.tensor4d([0.1, -0.7], [2, 1, 1, 1])));
    });
    const found = await both.data();
    both.dispose();
    for (const [i, rise] of [0.1, -0.7].entries())
      expect(found[i]).toBeCloseTo(lengths[norm](await project(norm, x, w, rise)), 6);
  });
});
