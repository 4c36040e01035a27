import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail, clopperPearsonLower, fairCoinTest } from '../../src/core/binomial.ts';

const tables = JSON.parse(readFileSync(new URL('../golden/data/statistics.json', import.meta.url), 'utf8'));

describe('clopperPearsonLower', () => {
  it('agrees with SciPy', () => {
    for (const { k, n, alpha, lower } of tables.clopper_pearson_one_sided_lower)
      expect(Math.abs(clopperPearsonLower(k, n, alpha) - lower), `${k} of ${n} at ${alpha}`).toBeLessThan(1e-9);
    expect(tables.clopper_pearson_one_sided_lower.length).toBeGreaterThan(5);
  });

  it('is the share at which so many successes are as rare as alpha', () => {
    const cases = fc
      .integer({ min: 2, max: 5000 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(cases, ([k, n]) => {
        expect(binomialTail(k, n, clopperPearsonLower(k, n, 0.001))).toBeCloseTo(0.001, 9);
      }),
      { numRuns: 100 },
    );
  });
});

describe('fairCoinTest', () => {
  it('agrees with SciPy', () => {
    for (const { k, n, p } of tables.binomial_two_sided_p) {
      const found = fairCoinTest(k, n - k);
      expect(Math.abs(found - p), `${k} of ${n}`).toBeLessThan(1e-6);
      expect(Math.abs(found / p - 1), `${k} of ${n}`).toBeLessThan(1e-6);
    }
    expect(tables.binomial_two_sided_p.length).toBeGreaterThan(4);
  });

  it('never decides at the level 0.001 from 10 votes, and does from 11', () => {
    expect(fairCoinTest(10, 0)).toBeGreaterThan(0.001);
    expect(fairCoinTest(11, 0)).toBeLessThan(0.001);
  });
});

describe('binomialTail', () => {
  it('is the sum of its terms', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const [n, share] of [
      [1, 0.3],
      [12, 0.5],
      [40, 0.05],
    ] as const) {
      let sum = 0;
      for (let k = n; k >= 0; k--) {
        sum += choose(n, k) * share ** k * (1 - share) ** (n - k);
        expect(binomialTail(k, n, share)).toBeCloseTo(sum, 12);
      }
    }
    expect(binomialTail(3, 2, 0.5)).toBe(0);
  });
});
