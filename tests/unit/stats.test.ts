import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearlyAbove, median, wilson } from '../../src/core/stats.ts';

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

describe('clearlyAbove', () => {
  // Newcombe 1998, table II, method 10: 56/70 − 48/80 is [0.0524, 0.3339], 9/10 − 3/10 [0.1705, 0.8090], 5/56 − 0/29 [−0.0381, 0.1926].
  it.each([
    [[56, 70], [48, 80], true],
    [[9, 10], [3, 10], true],
    [[5, 56], [0, 29], false],
    [[48, 80], [56, 70], false],
    [[3, 10], [3, 10], false],
    [[3, 10], [0, 0], false],
  ] as const)('%j over %j is %s', ([a, n], [b, m], expected) =>
    expect(clearlyAbove(wilson(a, n), wilson(b, m))).toBe(expected),
  );

  it('sees a difference in intervals that overlap a little', () => {
    const [with7, with0] = [wilson(7, 40), wilson(0, 40)];
    expect(with7.low).toBeLessThan(with0.high);
    expect(clearlyAbove(with7, with0)).toBe(true);
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
