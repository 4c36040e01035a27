import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm, mcnemar, pairedChange } from '../../src/core/paired.ts';
import { wilson } from '../../src/core/stats.ts';

const tables = JSON.parse(readFileSync(new URL('../golden/data/statistics.json', import.meta.url), 'utf8'));

describe("McNemar's test", () => {
  it('agrees with SciPy', () => {
    for (const { b, c, p } of tables.mcnemar_exact_p) expect(mcnemar({ before: b, after: c })).toBeCloseTo(p, 12);
  });

  // Critical values of the sign test, which it is: the largest smaller count that is significant at 5 %, two-sided.
  it.each([
    [6, 0],
    [9, 1],
    [12, 2],
    [15, 3],
    [17, 4],
    [20, 5],
    [25, 7],
    [30, 9],
    [40, 13],
    [50, 17],
    [100, 39],
  ])('of %d changed images needs one side to have at most %d', (n, most) => {
    expect(mcnemar({ before: most, after: n - most })).toBeLessThan(0.05);
    expect(mcnemar({ before: n - most - 1, after: most + 1 })).toBeGreaterThanOrEqual(0.05);
  });

  it('gives the published values of two data sets', () => {
    expect(mcnemar({ before: 1, after: 7 })).toBeCloseTo(0.0703, 4); // Fagerland et al. 2013, airway data
    expect(mcnemar({ before: 121, after: 59 })).toBeCloseTo(4.434449e-6, 11); // statsmodels, documentation of mcnemar
  });

  it('finds nothing where nothing changed, and does not care which side is which', () => {
    expect(mcnemar({ before: 0, after: 0 })).toBe(1);
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (before, after) => {
        expect(mcnemar({ before, after })).toBe(mcnemar({ before: after, after: before }));
      }),
    );
  });
});

describe('the interval of a paired change', () => {
  // Newcombe 1998, Statistics in Medicine 17:2635–2650, method 10; the last from Fagerland et al. 2014, square-and-add.
  it.each([
    [{ both: 20, before: 2, after: 12, neither: 16 }, 0.2, 0.0562, 0.3292],
    [{ both: 36, before: 2, after: 12, neither: 0 }, 0.2, 0.0569, 0.3404],
    [{ both: 1, before: 1, after: 7, neither: 12 }, 0.2857, 0.0256, 0.5069],
  ])('of %j is %d [%d, %d]', (counts, value, low, high) => {
    const change = pairedChange(counts);
    expect(change.value).toBeCloseTo(value, 4);
    expect(change.low).toBeCloseTo(low, 3.5);
    expect(change.high).toBeCloseTo(high, 3.5);
  });

  it('contains the change and mirrors it', () => {
    const four = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60));
    fc.assert(
      fc.property(four, ([both, before, after, neither]) => {
        fc.pre(both + before + after + neither > 0);
        const change = pairedChange({ both, before, after, neither });
        const mirror = pairedChange({ both, before: after, after: before, neither });
        expect(change.low <= change.value && change.value <= change.high).toBe(true);
        expect(-mirror.high).toBeCloseTo(change.low, 12);
      }),
    );
  });
});

describe('the Wilson interval', () => {
  // Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is [%d, %d]', (count, n, low, high) => {
    const rate = wilson(count, n);
    expect(rate.low).toBeCloseTo(low, 4);
    expect(rate.high).toBeCloseTo(high, 4);
  });
});

describe('Holm', () => {
  it('gives the values of a case worked out by hand, in the order given', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});
