import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import type { AlgorithmicId, CountermeasureParams } from '../../src/extraction/countermeasures.catalog.ts';
import { changes, shuffledTop } from '../../src/extraction/service/answers.ts';
import { argMax, l1Distance, normalised, softmax } from '../../src/extraction/service/distribution.ts';
import { poisoned } from '../../src/extraction/service/mad.ts';

const p = Float32Array.of(0.62, 0.3, 0.08);
const lie = Float32Array.of(0, 0, 1);
const occasion = (seed = 0) => ({ pixels: new Float32Array(4), rng: makeRng(seed), ignorant: () => lie });
const told = <Id extends AlgorithmicId>(id: Id, params: CountermeasureParams<Id>, answer = p) =>
  Array.from(changes[id](answer, params, occasion()));
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

describe('what is told of an answer', () => {
  it.each([
    ['rounding', told('rounding', { decimals: 1 }), [0.6, 0.3, 0.1]],
    [
      'rounding that leaves nothing',
      told('rounding', { decimals: 0 }, Float32Array.of(0.4, 0.4, 0.2)),
      [1 / 3, 1 / 3, 1 / 3],
    ],
    ['top 2', told('top-k', { k: 2 }), [0.62 / 0.92, 0.3 / 0.92, 0]],
    ['label only', told('label-only', {}), [1, 0, 0]],
    ['high confidence', told('high-confidence', { cutoff: 0.25 }), [0.62 / 0.92, 0.3 / 0.92, 0]],
    ['high confidence that nothing reaches', told('high-confidence', { cutoff: 0.7 }), [1 / 3, 1 / 3, 1 / 3]],
    ['no noise', told('gaussian-noise', { sigma: 0 }), [0.62, 0.3, 0.08]],
    ['misinformation of a sure answer', told('misinformation', { tau: 0.5, steepness: 1000 }), [0.62, 0.3, 0.08]],
    ['misinformation of an unsure answer', told('misinformation', { tau: 0.9, steepness: 1000 }), [0, 0, 1]],
    ['misinformation at the threshold', told('misinformation', { tau: 0.62, steepness: 1 }), [0.31, 0.15, 0.54]],
  ])('is by hand: %s', (_, answer, expected) => expect(answer).toEqual(near(expected)));

  it('is by hand: reverse sigmoid', () => {
    // logit 0.9 = ln 9, so σ(½ ln 9) = 3/4 and σ(−½ ln 9) = 1/4: 0.9 − 0.25 = 0.65 and 0.1 + 0.25 = 0.35
    expect(told('reverse-sigmoid', { beta: 1, gamma: 0.5 }, Float32Array.of(0.9, 0.1))).toEqual(near([0.65, 0.35]));
  });

  it('is a distribution again, whatever it was', () => {
    const answer = fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 })
      .map((values) => normalised(values));
    fc.assert(
      fc.property(answer, fc.integer(), (truth, seed) => {
        const all = [
          changes.rounding(truth, { decimals: 1 }, occasion()),
          changes['gaussian-noise'](truth, { sigma: 0.5 }, occasion(seed)),
          changes['reverse-sigmoid'](truth, { beta: 1, gamma: 0.2 }, occasion()),
          changes['top-k'](truth, { k: 2 }, occasion()),
        ];
        for (const answer of all) {
          expect(answer.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
          expect(Math.min(...answer)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('has other noise for every question and the same for the same', () => {
    const noisy = (seed: number) => Array.from(changes['gaussian-noise'](p, { sigma: 0.2 }, occasion(seed)));
    expect(noisy(1)).toEqual(noisy(1));
    expect(noisy(1)).not.toEqual(noisy(2));
  });

  it('is the three likeliest in another order while it is degraded', () => {
    const answer = Float32Array.of(0.1, 0.4, 0.02, 0.3, 0.18);
    const orders = Array.from({ length: 30 }, (_, i) => shuffledTop(answer, makeRng(i)));
    for (const told of orders) {
      expect([told[0], told[2]]).toEqual([answer[0], answer[2]]);
      expect([...told].sort()).toEqual([...answer].sort());
    }
    expect(new Set(orders.map(argMax)).size).toBe(3);
  });
});

describe('poisoning', () => {
  const answers = fc
    .tuple(fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 4, maxLength: 4 }), fc.nat())
    .map(([scores, seed]) => ({
      y: softmax(scores),
      f: softmax(Array.from({ length: 4 }, (_, i) => makeRng(seed).fork(i).normal())),
    }));

  it('stays within its budget, keeps the likeliest class and never turns the direction back', () => {
    fc.assert(
      fc.property(answers, fc.float({ min: 0, max: 2, noNaN: true }), ({ y, f }, budget) => {
        const moved = poisoned(y, f, budget);
        expect(l1Distance(moved, y)).toBeLessThanOrEqual(budget + 1e-5);
        expect(moved[argMax(y)]).toBeCloseTo(Math.max(...moved), 6);
      }),
    );
  });

  it('goes all the way to the farthest direction when the budget allows', () => {
    // y − f = (0.6, −0.3, −0.3). Of the sets that hold class 0, {0, 1} and {0, 2} turn most: (0.2, 0.2, −0.4).
    const y = Float32Array.of(0.9, 0.05, 0.05);
    const f = Float32Array.of(0.3, 0.35, 0.35);
    expect(Array.from(poisoned(y, f, 2))).toEqual([
      expect.closeTo(0.5, 4),
      expect.closeTo(0.5, 4),
      expect.closeTo(0, 4),
    ]);
    expect(l1Distance(poisoned(y, f, 0.4), y)).toBeCloseTo(0.4, 4);
  });
});
