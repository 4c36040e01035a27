import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, wilson } from '../../src/core/stats.ts';

const tables = JSON.parse(readFileSync(new URL('../golden/data/statistics.json', import.meta.url), 'utf8'));

describe('wilson', () => {
  it('agrees with SciPy', () => {
    for (const { k, n, low, high } of tables.wilson_95) {
      const rate = wilson(k, n);
      expect(rate.low).toBeCloseTo(low, 9);
      expect(rate.high).toBeCloseTo(high, 9);
    }
  });

  it('contains the share, stays in [0, 1] and mirrors', () => {
    const counts = fc
      .integer({ min: 1, max: 10000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const [rate, mirror] = [wilson(k, n), wilson(n - k, n)];
        expect(rate.low).toBeGreaterThanOrEqual(0);
        expect(rate.high).toBeLessThanOrEqual(1);
        expect(rate.low <= rate.value && rate.value <= rate.high).toBe(true);
        expect(1 - mirror.high).toBeCloseTo(rate.low, 12);
      }),
    );
  });
});

describe('median', () => {
  it.each([
    [[], Number.NaN],
    [[3], 3],
    [[3, 1], 2],
    [[10, 9, 1], 9],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));
});
