import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { sparseSign } from '../../src/tensor/largestCoordinates.ts';
import { balls, confine } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape: [number, number, number, number] = [1, 3, 2, 2];
const pixels = (min: number, max: number) =>
  fc.array(fc.float({ min, max, noNaN: true }), { minLength: 12, maxLength: 12 });
const budgets = fc.double({ min: 0.01, max: 8, noNaN: true });

async function numbers(make: () => tf.Tensor): Promise<number[]> {
  const tensor = tf.tidy(make);
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const image = (values: readonly number[]) => tf.tensor4d([...values], shape);

/** Projection onto the l1 ball by sorting, in double precision (Duchi et al. 2008, fig. 1). */
function sortedProjection(delta: readonly number[], epsilon: number): number[] {
  const sizes = delta.map(Math.abs).sort((a, b) => b - a);
  if (sum(sizes) <= epsilon) return [...delta];
  const thresholds = sizes.map((_, i) => (sum(sizes.slice(0, i + 1)) - epsilon) / (i + 1));
  const last = sizes.findLastIndex((size, i) => size > thresholds[i]!);
  return delta.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - thresholds[last]!));
}

/**
 * The same with ways that end at `rooms`: between two neighbouring corners of Σ min(max(|δ| − θ, 0), room), sorted, the sum
 * is a straight line in θ.
 */
function sortedProjectionInBox(delta: readonly number[], rooms: readonly number[], epsilon: number): number[] {
  const clipped = (theta: number) => delta.map((value, i) => Math.min(Math.max(Math.abs(value) - theta, 0), rooms[i]!));
  const corners = delta.flatMap((value, i) => [Math.abs(value), Math.abs(value) - rooms[i]!]);
  const sorted = [0, ...corners.filter((corner) => corner > 0).sort((a, b) => a - b)];
  const next = sorted.findIndex((corner) => sum(clipped(corner)) <= epsilon);
  const [from, to] = [sorted[Math.max(0, next - 1)]!, sorted[next]!];
  const [high, low] = [sum(clipped(from)), sum(clipped(to))];
  const theta = next === 0 ? 0 : from + ((to - from) * (high - epsilon)) / (high - low);
  return clipped(theta).map((size, i) => Math.sign(delta[i]!) * size);
}

it('projects onto the l1 ball as sorting does', async () => {
  await fc.assert(
    fc.asyncProperty(pixels(-2, 2), budgets, async (delta, epsilon) => {
      const found = await numbers(() => balls.l1.project(image(delta), epsilon));
      sortedProjection(delta, epsilon).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 5);
      });
    }),
    { numRuns: 100 },
  );
});

it('finds the nearest point of ball and box together as sorting does', async () => {
  await fc.assert(
    fc.asyncProperty(pixels(-1, 2), pixels(0, 1), budgets, async (x, x0, epsilon) => {
      const found = await numbers(() => confine(balls.l1, image(x), image(x0), epsilon));
      const delta = x.map((value, i) => value - x0[i]!);
      const rooms = delta.map((way, i) => (way > 0 ? 1 - x0[i]! : x0[i]!));
      sortedProjectionInBox(delta, rooms, epsilon).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(x0[i]! + value, 5);
      });
    }),
    { numRuns: 100 },
  );
});

it('steps along the signs of the largest slopes, as sorting finds them', async () => {
  await fc.assert(
    fc.asyncProperty(pixels(-1, 1), fc.integer({ min: 1, max: 12 }), async (slopes, count) => {
      const sizes = slopes.map(Math.abs).sort((a, b) => b - a);
      const gap = sizes[count - 1]! - (sizes[count] ?? 0);
      if (gap < 1e-5 || sizes[count - 1]! < 1e-5) return; // ties are shared
      const found = await numbers(() => sparseSign(image(slopes), count));
      const wanted = slopes.map((slope) => (Math.abs(slope) >= sizes[count - 1]! ? Math.sign(slope) / count : 0));
      wanted.forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 6);
      });
    }),
    { numRuns: 100 },
  );
});
