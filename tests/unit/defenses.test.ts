import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import type { DefenseChain } from '../../src/defenses/catalog.ts';
import { applyChain } from '../../src/defenses/index.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const tables = JSON.parse(readFileSync(new URL('../golden/data/statistics.json', import.meta.url), 'utf8'));

async function transform(chain: DefenseChain, rows: number[][]): Promise<number[][]> {
  const result = tf.tidy(() =>
    applyChain(chain, tf.tensor4d(rows.flat(), [1, rows.length, rows[0]!.length, 1]), makeRng),
  );
  const values = Array.from(await result.data());
  result.dispose();
  return rows.map((row, i) => values.slice(i * row.length, (i + 1) * row.length));
}

describe('median smoothing', () => {
  it.each([2, 3])('agrees with SciPy for a window of %d', async (size) => {
    const { x, [`size_${size}`]: expected } = tables.median_filter_reflect;
    const found = await transform([{ id: 'median', params: { size } }], x);
    for (const [i, row] of expected.entries())
      for (const [j, value] of row.entries()) expect(found[i]![j]).toBeCloseTo(value, 6);
  });

  it('keeps a constant image', async () => {
    expect(
      await transform(
        [{ id: 'median', params: { size: 3 } }],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
    ).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });
});

describe('bit depth', () => {
  const pixels = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });

  it('is idempotent, stays in [0, 1] and leaves at most 2ᵇ levels', async () => {
    await fc.assert(
      fc.asyncProperty(pixels, fc.integer({ min: 1, max: 8 }), async (row, depth) => {
        const chain: DefenseChain = [{ id: 'bits', params: { depth } }];
        const [once] = await transform(chain, [row]);
        expect((await transform(chain, [once!]))[0]).toEqual(once);
        for (const [i, value] of once!.entries())
          expect(Math.abs(value - row[i]!)).toBeLessThanOrEqual(0.5 / (2 ** depth - 1) + 1e-6);
      }),
      { numRuns: 40 },
    );
  });
});

it('passes the gradient through a chain as if it were not there (BPDA)', async () => {
  const chain: DefenseChain = [
    { id: 'bits', params: { depth: 1 } },
    { id: 'median', params: { size: 2 } },
  ];
  const gradient = tf.tidy(() => {
    const weights = tf.reshape(tf.range(1, 10), [1, 3, 3, 1]);
    return tf.grad((x: tf.Tensor) => tf.sum(tf.mul(weights, applyChain(chain, x as Images, makeRng))))(
      tf.fill([1, 3, 3, 1], 0.4),
    );
  });
  expect(Array.from(await gradient.data())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  gradient.dispose();
});
