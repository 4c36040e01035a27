import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { difference, wilson } from '../../src/core/stats.ts';
import { patterns, takeCensus } from '../../src/spec/system/census.ts';
import { dependenceOf, presumedAccept } from '../../src/spec/system/dependence.ts';
import { chanceOf, chancesOf, endsOf, type Odds, passage } from '../../src/spec/system/passage.ts';
import { andAlso, factorNames, orElse, type Plan, planText, readPlan, without } from '../../src/spec/system/plan.ts';
import { type readSystem, splitSystem, systemText, usualSystem } from '../../src/spec/system/settings.ts';
import type { Scored } from '../../src/spec/thresholds/board.ts';

const odds: Odds = { ...usualSystem.assumed, skill: 0.9, cardPasses: 0.25, cardStops: 0.1, passwordPasses: 0.5 };
const lines = { accept: 0.8, reject: 0.5, margin: 0 };
const watcher = { model: 'other', accept: 0.7 };
const scores = [0.9, 0.6, 0.2]; // accepted, reviewed, rejected

interface Image {
  readonly band: number;
  readonly answer: number;
  readonly other: number;
  readonly sure: boolean;
}

/** Images of class 0, as two models see them. */
function scoredOf(images: readonly Image[]): Scored {
  return {
    answers: {
      n: images.length,
      images: Int32Array.from(images, (_, i) => i),
      classes: 3,
      labels: new Int32Array(images.length),
      predictions: Int32Array.from(images, ({ answer }) => answer),
      probabilities: new Float32Array(3 * images.length),
      opinions: {
        other: {
          predictions: Int32Array.from(images, ({ other }) => other),
          confidences: Float32Array.from(images, ({ sure }) => (sure ? 0.9 : 0.3)),
        },
      },
    },
    scores: Float64Array.from(images, ({ band }) => scores[band]!),
    margins: new Float64Array(images.length).fill(1),
    wrong: Uint8Array.from(images, ({ answer }) => Number(answer !== 0)),
  };
}

const someClass = fc.integer({ min: 0, max: 2 });
const someImages = fc.array(fc.record({ band: someClass, answer: someClass, other: someClass, sure: fc.boolean() }), {
  minLength: 1,
  maxLength: 25,
});
const somePlan: fc.Arbitrary<Plan> = fc.array(fc.uniqueArray(fc.constantFrom(...factorNames), { minLength: 1 }), {
  minLength: 1,
  maxLength: 3,
});

describe('the chance of passing a plan', () => {
  it('is what a long game of draws comes to', () => {
    const plan: Plan = [
      ['model', 'card'],
      ['card', 'password'],
    ];
    const chances = { model: 0.3, card: 0.6, password: 0.5 } as Record<string, number>;
    const rng = makeRng(3);
    let passed = 0;
    const games = 40_000;
    for (let i = 0; i < games; i++) {
      const yes = new Set(Object.keys(chances).filter((name) => rng.uniform() < chances[name]!));
      passed += Number(plan.every((part) => part.some((factor) => yes.has(factor))));
    }
    const chance = passage(plan, (factor) => chances[factor]!);
    expect(chance).toBeCloseTo(0.6 + 0.4 * 0.3 * 0.5, 12); // the card alone, or the model and the password
    expect(Math.abs(passed / games - chance)).toBeLessThan(0.012);
  });

  it('falls with every requirement and rises with every alternative', () => {
    fc.assert(
      fc.property(somePlan, fc.constantFrom(...factorNames), fc.constantFrom(...patterns), (plan, more, pattern) => {
        const chance = (given: Plan) => passage(given, (factor) => chanceOf(factor, 'attacker', pattern, odds));
        expect(chance(andAlso(plan, more))).toBeLessThanOrEqual(chance(plan) + 1e-12);
        expect(chance(orElse(plan, 0, more))).toBeGreaterThanOrEqual(chance(plan) - 1e-12);
      }),
    );
  });
});

describe('what a system does end to end', () => {
  const ends = (plan: Plan, clean: readonly Image[], attacked: readonly Image[]) =>
    endsOf(chancesOf(plan, odds), {
      clean: takeCensus(scoredOf(clean), lines, watcher),
      attacked: takeCensus(scoredOf(attacked), lines, watcher),
    });

  it('is the model alone where there is nothing else, interval and all', () => {
    const image = { band: 0, answer: 1, other: 0, sure: true };
    const clean = [{ ...image, answer: 0 }, image, { ...image, answer: 0, band: 2 }];
    const { falseAccept, falseReject, misread } = ends([['model']], clean, [image, image, { ...image, band: 1 }]);
    expect(falseAccept).toEqual(wilson(2, 3));
    expect(falseReject).toEqual({ ...wilson(1, 3), count: expect.closeTo(1, 12) });
    expect(misread).toEqual(wilson(1, 3));
  });

  it('follows a case worked out by hand', () => {
    const accepted = { band: 0, answer: 1, other: 1, sure: true };
    const reviewed = { band: 1, answer: 2, other: 0, sure: true };
    // attacker: 0.25 holds the card; a reviewer slips 0.1
    const { falseAccept } = ends([['model', 'review'], ['card']], [accepted], [accepted, reviewed]);
    expect(falseAccept.value).toBeCloseTo((0.25 * (1 + 0.1)) / 2, 12);
    const both = ends([['model'], ['second']], [accepted], [accepted, { ...accepted, other: 2 }, reviewed]);
    expect(both.falseAccept.count).toBeCloseTo(1, 12); // the other answer is no agreement
  });

  it('agrees with a count image by image, and its interval holds it', () => {
    fc.assert(
      fc.property(somePlan, someImages, someImages, (plan, clean, attacked) => {
        const pass = ({ band, answer, other, sure }: Image, visitor: 'honest' | 'misread' | 'attacker') =>
          passage(plan, (factor) =>
            chanceOf(
              factor,
              visitor,
              { model: band === 0, review: band === 1, second: sure && other === answer },
              odds,
            ),
          );
        const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        const found = ends(plan, clean, attacked);
        const kinds = clean.map((image) => (image.answer === 0 ? 'honest' : 'misread'));
        const passes = clean.map((image, i) => pass(image, kinds[i]!));
        expect(found.falseAccept.value).toBeCloseTo(
          mean(attacked.map((image) => (image.answer === 0 ? 0 : pass(image, 'attacker')))),
          10,
        );
        expect(found.falseReject.value).toBeCloseTo(1 - mean(passes), 10);
        expect(found.misread.value).toBeCloseTo(mean(passes.map((p, i) => (kinds[i] === 'misread' ? p : 0))), 10);
        for (const { value, low, high } of Object.values(found)) {
          expect(low).toBeLessThanOrEqual(value + 1e-12);
          expect(high).toBeGreaterThanOrEqual(value - 1e-12);
        }
      }),
    );
  });
});

describe('two models on the same images', () => {
  const fooled = { band: 0, answer: 1, other: 1, sure: true };
  const first = { ...fooled, other: 0 };
  const second = { ...fooled, answer: 0 };
  const neither = { ...first, answer: 0 };
  const many = (n: number, image: Image) => Array.from({ length: n }, () => image);

  it('are counted together: the difference from the product is their covariance', () => {
    const attacked = [...many(30, fooled), ...many(10, first), ...many(5, second), ...many(55, neither)];
    const clean = [...many(98, neither), ...many(2, second)];
    const found = dependenceOf(scoredOf(attacked), scoredOf(clean), lines, watcher)!;
    expect([found.first.value, found.second.value, found.both.value]).toEqual([0.4, 0.35, 0.3]);
    expect(found.product).toBeCloseTo(0.14, 12);
    expect(found.gap.value).toBeCloseTo(0.3 - 0.14, 12);
    const conditional = difference(wilson(30, 40), wilson(5, 60));
    expect([found.gap.low, found.gap.high]).toEqual([0.24 * conditional.low, 0.24 * conditional.high]);
    expect(found.gap.low).toBeGreaterThan(0);
    expect(found.untouched).toEqual(wilson(2, 100));
    expect(found.untouchedProduct).toBeCloseTo(0.008, 12);
  });

  it('tell wrong answers apart, and ask the second for its own confidence', () => {
    const attacked = [fooled, { ...fooled, other: 2 }, { ...fooled, sure: false }, neither];
    const found = dependenceOf(scoredOf(attacked), scoredOf([neither]), lines, watcher)!;
    expect([found.first.count, found.second.count, found.both.count, found.same.count]).toEqual([3, 2, 2, 1]);
  });

  it('leave no difference where the first is always fooled, and nothing to say where none was measured', () => {
    const always = dependenceOf(scoredOf([fooled, first]), scoredOf([neither]), lines, watcher)!;
    expect(always.gap).toEqual({ value: 0, low: 0, high: 0 });
    expect(always.product).toBe(always.both.value);
    const other = { model: 'nobody', accept: 0.5 };
    expect(dependenceOf(scoredOf([fooled]), scoredOf([neither]), lines, other)).toBeUndefined();
  });

  it('have an interval that holds the truth in about 95 of 100 experiments', () => {
    const rng = makeRng(11);
    const chance = { first: 0.4, secondIf: 0.6, secondElse: 0.1 };
    const truth = 0.4 * 0.6 * (0.6 - 0.1);
    let held = 0;
    const trials = 400;
    for (let t = 0; t < trials; t++) {
      const images = Array.from({ length: 120 }, () => {
        const one = rng.uniform() < chance.first;
        const two = rng.uniform() < (one ? chance.secondIf : chance.secondElse);
        return one ? (two ? fooled : first) : two ? second : neither;
      });
      const { gap } = dependenceOf(scoredOf(images), scoredOf([neither]), lines, watcher)!;
      held += Number(gap.low <= truth && truth <= gap.high);
    }
    expect(held / trials).toBeGreaterThan(0.92);
    expect(held / trials).toBeLessThan(0.99);
  });

  it('let through what multiplying says only if they really are independent', () => {
    const chances = chancesOf([['model'], ['second']], odds);
    const tied = takeCensus(scoredOf([...many(50, fooled), ...many(50, neither)]), lines, watcher);
    expect(presumedAccept(chances, tied, 0.5)).toBeCloseTo(0.25, 12);
    expect(endsOf(chances, { clean: tied, attacked: tied }).falseAccept.value).toBe(0.5);
    const crossed = [...many(25, fooled), ...many(25, first), ...many(25, second), ...many(25, neither)];
    const free = takeCensus(scoredOf(crossed), lines, watcher);
    expect(endsOf(chances, { clean: free, attacked: free }).falseAccept.value).toBe(0.25);
    expect(presumedAccept(chances, free, 0.5)).toBeCloseTo(0.25, 12);
  });
});

describe('the text of a system', () => {
  it('goes through a link and back', () => {
    fc.assert(
      fc.property(somePlan, fc.integer({ min: 0, max: 100 }), (plan, k) => {
        const system = { plan, assumed: { ...usualSystem.assumed, cardPasses: k / 100 } };
        const { system: again = usualSystem, rest } = splitSystem({ model: 'x', ...systemText(system) }, []);
        expect(again).toEqual(system);
        expect(rest).toEqual({ model: 'x' });
      }),
    );
    expect(systemText(usualSystem)).toEqual({});
    expect(splitSystem({ model: 'x' }, []).system).toBeUndefined();
  });

  it('names everything that is wrong with it', () => {
    const problems: Parameters<typeof readSystem>[1] = [];
    splitSystem({ 's.needs': 'model,luck', 's.cardPasses': '2', 's.nothing': '1' }, problems);
    expect(problems.map(({ where, code }) => `${where} ${code}`)).toEqual([
      's.needs plan',
      's.nothing unknown',
      's.cardPasses number',
    ]);
    const empty: typeof problems = [];
    readPlan('model,', 'needs', empty);
    expect(empty).toMatchObject([{ code: 'plan' }]);
  });

  it('is edited one box at a time, and never empty', () => {
    const plan: Plan = [['model', 'review'], ['card']];
    expect(planText(without(plan, 1, 'card'))).toBe('model/review');
    expect(planText(without([['model']], 0, 'model'))).toBe('model');
    expect(planText(orElse(plan, 1, 'password'))).toBe('model/review,card/password');
    expect(planText(andAlso(plan, 'person'))).toBe('model/review,card,person');
  });
});
