import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../src/core/binomial.ts';
import { calibrationError } from '../../src/core/calibrationError.ts';
import { normalQuantile, normalUpperTail } from '../../src/core/normal.ts';
import { makeRng } from '../../src/core/rng.ts';
import { shapiroWilk } from '../../src/core/shapiroWilk.ts';
import { meanInterval } from '../../src/core/stats.ts';
import { openPrada } from '../../src/extraction/service/prada.ts';
import { openNeighbourhood, openStrangers } from '../../src/extraction/service/strangers.ts';

const tables = JSON.parse(readFileSync(new URL('../golden/data/statistics.json', import.meta.url), 'utf8'));

describe('Shapiro–Wilk', () => {
  it.each<{ kind: string; n: number; x: number[]; w: number; p: number }>(tables.shapiro_wilk)(
    'agrees with SciPy: $kind, n = $n',
    ({ x, w, p }) => {
      const found = shapiroWilk(x);
      expect(Math.abs(found.w - w)).toBeLessThan(1e-4);
      expect(Math.abs(found.p - p)).toBeLessThan(1e-3); // SciPy computes in single precision, and p is steep in W
    },
  );

  it('does not care about place and scale, and says nothing of equal values', () => {
    const x = Array.from({ length: 50 }, (_, i) => makeRng(i).normal());
    expect(shapiroWilk(x.map((value) => 255 * value - 7)).w).toBeCloseTo(shapiroWilk(x).w, 10);
    expect(shapiroWilk([1, 1, 1, 1, 1]).w).toBeNaN();
  });
});

describe('the normal distribution', () => {
  it('has the quantiles of the table', () => {
    for (const { p, z } of tables.normal_quantile) expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(2e-6);
  });

  it('has tails that are the inverse of its quantiles', () => {
    for (const p of [1e-6, 0.01, 0.3, 0.5, 0.9]) expect(normalUpperTail(normalQuantile(1 - p)) / p).toBeCloseTo(1, 4);
  });
});

it('the tail of a binomial is the sum of its terms', () => {
  expect(binomialTail(3, 4, 0.5)).toBeCloseTo(5 / 16, 12);
  expect(binomialTail(0, 10, 0.1)).toBe(1);
});

it('a mean has the interval of Student', () => {
  // 1, 2, 3: deviation 1, so the half width is 4.303/√3
  expect(meanInterval([1, 2, 3])).toEqual({
    value: 2,
    low: expect.closeTo(2 - 2.4843, 3),
    high: expect.closeTo(4.4843, 3),
    n: 3,
  });
});

it('the calibration error weighs each bin by its answers', () => {
  // one bin of two answers, 0.9 sure and half right; one of two answers, 0.5 sure and all right
  expect(calibrationError([0.9, 0.9, 0.5, 0.5], [true, false, true, true])).toBeCloseTo(0.5 * 0.4 + 0.5 * 0.5, 10);
});

/**
 * Questions at given distances to the nearest of their class: each goes out from the first, in a direction of its own, so
 * that the first is always the nearest.
 */
function distancesThrough(delta: number, distances: readonly number[], classes = 1) {
  const detector = openPrada({ delta });
  return distances.map((distance, i) => {
    const pixels = new Float32Array(distances.length);
    if (i >= classes) pixels[i] = distance;
    const alarm = detector.observe({ pixels, label: i % classes });
    return { alarm, scores: detector.watching().scores.length };
  });
}

describe('PRADA', () => {
  const bell = (n: number) => Array.from({ length: n }, (_, i) => 10 + makeRng('bell').fork(i).normal());
  const twoKinds = (n: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : 10));

  it('is silent while distances are normal and alarms when they are of two kinds', () => {
    expect(distancesThrough(0.9, bell(500)).some(({ alarm }) => alarm)).toBe(false);
    expect(distancesThrough(0.9, twoKinds(500)).some(({ alarm }) => alarm)).toBe(true);
  });

  it('looks at every tenth question, from the first time that more than 100 distances are left', () => {
    const one = distancesThrough(0.9, bell(150));
    expect(one.findIndex(({ scores }) => scores > 0) + 1).toBe(110); // 100 are not more than 100
    const ten = distancesThrough(0.9, bell(200), 10);
    const first = ten.findIndex(({ scores }) => scores > 0) + 1;
    expect(first % 10).toBe(0);
    expect(first).toBeGreaterThanOrEqual(110);
    expect(first).toBeLessThanOrEqual(130);
  });

  it('stops alarming when the distances are normal again', () => {
    const alarms = distancesThrough(0.8, [...twoKinds(120), ...bell(1500)]).map(({ alarm }) => alarm);
    expect(alarms.slice(100, 130)).toContain(true);
    expect(alarms.at(-1)).toBe(false);
  });

  it('leaves out classes with fewer than ten questions', () => {
    const detector = openPrada({ delta: 0.9 });
    for (let i = 0; i < 400; i++) detector.observe({ pixels: Float32Array.of(i), label: i % 50 });
    expect(detector.watching().scores).toHaveLength(0);
  });
});

describe('the detector of strangers', () => {
  const own = Array.from({ length: 50 }, (_, i) => Float32Array.of(i / 10));

  it('takes for normal what the owner has within the quantile', () => {
    expect(openNeighbourhood(own)(0.95)).toBeCloseTo(0.1, 5);
  });

  it('alarms when more than the share of the last window is strange, and calms down', () => {
    const detector = openStrangers({ window: 10, share: 0.3 }, own, 0.11);
    const ask = (x: number) => detector.observe({ pixels: Float32Array.of(x), label: 0 });
    for (let i = 0; i < 10; i++) expect(ask(2.05)).toBe(false);
    expect([9, 9, 9].map(ask)).toEqual([false, false, false]);
    expect(ask(9)).toBe(true);
    for (let i = 0; i < 7; i++) ask(2.05);
    expect(ask(2.05)).toBe(false);
  });
});
