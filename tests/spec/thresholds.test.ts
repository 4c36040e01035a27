import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilson } from '../../src/core/stats.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { seeksConfidence } from '../../src/spec/thresholds/aim.ts';
import { acceptedWrong, bandNames, bandsOf, mixed } from '../../src/spec/thresholds/bands.ts';
import { boardOf, type Group, usableRule } from '../../src/spec/thresholds/board.ts';
import { brier, calibrate, calibrationError, reliability } from '../../src/spec/thresholds/calibration.ts';
import { classRows, compareOwn } from '../../src/spec/thresholds/classes.ts';
import { cheapestPair, costsOf, grid } from '../../src/spec/thresholds/costs.ts';
import type { Answers } from '../../src/spec/thresholds/groups.ts';
import { moved, type Policy, policyText, readPolicy, splitPolicy } from '../../src/spec/thresholds/policy.ts';
import { playQueue } from '../../src/spec/thresholds/queue.ts';
import { auroc, coverageCurve, rank, riskCurve } from '../../src/spec/thresholds/ranked.ts';
import { placeAmong, type Scale, scaleOf, scoresOf } from '../../src/spec/thresholds/score.ts';
import { scoreNames } from '../../src/spec/thresholds/scoreNames.ts';
import { fitTemperature, meanLoss, tempered } from '../../src/spec/thresholds/temperature.ts';
import { awareRuns, kappaFor, viewOf } from '../../src/store/thresholds.ts';
import statistics from '../golden/data/statistics.json' with { type: 'json' };
import { exampleReport, exampleText } from './exampleReport.ts';

const usual = readPolicy({}, []);

/** Answers of two or more classes from rows of probabilities and true classes. */
const answersOf = (rows: readonly (readonly number[])[], labels: readonly number[]): Answers => ({
  n: rows.length,
  images: Int32Array.from(rows, (_, i) => i),
  classes: rows[0]!.length,
  labels: Int32Array.from(labels),
  predictions: Int32Array.from(rows, (row) => row.indexOf(Math.max(...row))),
  probabilities: Float32Array.from(rows.flat()),
});

const scoredRows = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
    fc.boolean(),
  ),
  {
    minLength: 1,
    maxLength: 40,
  },
);
const rankRows = (rows: readonly (readonly [number, boolean])[]) =>
  rank(
    Float64Array.from(rows, ([score]) => score),
    (i) => rows[i]![1],
  );
const groupOf = (
  rows: readonly (readonly [number, boolean])[],
  fits: (score: number) => boolean = () => true,
): Group => ({
  all: rankRows(rows),
  eligible: rankRows(rows.filter(([score]) => fits(score))),
});
const threshold = fc.integer({ min: 0, max: 100 }).map((k) => k / 100);
const pair = fc.tuple(threshold, threshold).map(([a, b]) => ({ accept: Math.max(a, b), reject: Math.min(a, b) }));

describe('the bands', () => {
  it('hold every image once, as a direct count has it', () => {
    fc.assert(
      fc.property(scoredRows, pair, (rows, { accept, reject }) => {
        const bands = bandsOf(
          groupOf(rows, (score) => score >= 0.5),
          { accept, reject },
        );
        const count = (passes: (score: number) => boolean) => rows.filter(([score]) => passes(score)).length;
        expect(bands.accept.n).toBe(count((score) => score >= accept && score >= 0.5));
        expect(bands.reject.n).toBe(count((score) => score < reject));
        expect(bandNames.reduce((sum, band) => sum + bands[band].n, 0)).toBe(rows.length);
        expect(bandNames.reduce((sum, band) => sum + bands[band].wrong, 0)).toBe(rows.filter(([, w]) => w).length);
      }),
    );
  });

  it('accept less as their threshold rises, and reject more as theirs does', () => {
    fc.assert(
      fc.property(scoredRows, pair, threshold, (rows, { accept, reject }, step) => {
        const group = groupOf(rows);
        const before = bandsOf(group, { accept, reject });
        const higher = bandsOf(group, { accept: accept + step, reject });
        expect(higher.accept.n).toBeLessThanOrEqual(before.accept.n);
        expect(higher.accept.wrong).toBeLessThanOrEqual(before.accept.wrong);
        const stricter = bandsOf(group, { accept, reject: Math.min(accept, reject + step) });
        expect(stricter.reject.n).toBeGreaterThanOrEqual(before.reject.n);
      }),
    );
  });
});

describe('the curves', () => {
  it('have the area of a direct count: for each image the risk among those at least as sure', () => {
    const rows = [
      [0.9, false],
      [0.8, true],
      [0.7, false],
      [0.6, true],
    ] as const;
    expect(riskCurve(rankRows(rows)).area).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4, 12);
  });

  it('give answers with one score the mean over their orders', () => {
    const one = [0.5, false] as const;
    const two = [0.5, true] as const;
    const orders = [
      [0, 1 / 2],
      [1, 1 / 2],
    ];
    const mean = orders.map(([a, b]) => (a! + b!) / 2).reduce((a, b) => a + b) / 2;
    expect(riskCurve(rankRows([one, two])).area).toBeCloseTo(mean, 12);
  });

  it('count coverage and accuracy as they are', () => {
    const [point] = coverageCurve(
      rankRows([
        [0.9, false],
        [0.8, true],
        [0.2, true],
        [0.1, false],
      ]),
      [0.5],
    );
    expect(point).toMatchObject({ coverage: { count: 2, n: 4 }, accuracy: { count: 1, n: 2 } });
  });
});

describe('AUROC', () => {
  it('agrees with the reference', () => {
    const { score, label, auroc: expected } = statistics.auroc;
    const of = (wanted: number) => Float64Array.from(score.filter((_, i) => label[i] === wanted));
    expect(auroc(of(1), of(0))).toBeCloseTo(expected, 12);
  });

  it('is a half for ties and 1 for a clean cut', () => {
    expect(auroc(Float64Array.of(0.5, 0.5), Float64Array.of(0.5))).toBe(0.5);
    expect(auroc(Float64Array.of(0.9, 0.8), Float64Array.of(0.1, 0.7))).toBe(1);
  });
});

describe('calibration', () => {
  const answers = answersOf(
    [
      [0.95, 0.05],
      [0.95, 0.05],
      [0.35, 0.65],
      [0.4, 0.6],
    ],
    [0, 1, 1, 0],
  );

  it('gives the error of a case worked out by hand', () => {
    // bins: (0.9, 1]: confidence 0.95, accuracy 1/2; (0.6, 0.7]: 0.65, 1; (0.5, 0.6]: 0.6, 0
    const expected = (2 / 4) * 0.45 + (1 / 4) * 0.35 + (1 / 4) * 0.6;
    expect(calibrationError(reliability(answers))).toBeCloseTo(expected, 6);
    expect(reliability(answers).reduce((sum, { n }) => sum + n, 0)).toBe(4);
  });

  it('gives the Brier score of a case worked out by hand', () => {
    expect(brier(answers)).toBeCloseTo((2 * (0.05 ** 2 + 0.95 ** 2 + 0.35 ** 2 + 0.6 ** 2)) / 4, 6);
  });

  it('gives the Brier score of the reference, which counts one class of two', () => {
    const { score, label, brier: expected } = statistics.auroc;
    const both = answersOf(
      score.map((p) => [1 - p, p]),
      label,
    );
    expect(brier(both) / 2).toBeCloseTo(expected, 6);
  });

  it('finds the temperature of a case with a closed form', () => {
    // Always 0.9 sure and right in 3 of 4: the loss is least where the tempered confidence is 3/4.
    const sure = answersOf(
      Array.from({ length: 4 }, () => [0.9, 0.1]),
      [0, 0, 0, 1],
    );
    const temperature = fitTemperature(sure);
    expect(temperature).toBeCloseTo(Math.log(9) / Math.log(3), 3);
    expect(tempered([0.9, 0.1].map(Math.log), temperature)[0]).toBeCloseTo(0.75, 4);
    expect(meanLoss(sure, temperature)).toBeLessThan(meanLoss(sure, 1));
  });

  it('sees through probabilities that were rounded to 0 and 1 where there are logits', () => {
    const logits = Float32Array.of(400, 0, 400, 0, 400, 0, 400, 0);
    const certain = answersOf(
      Array.from({ length: 4 }, () => [1, 0]),
      [0, 0, 0, 1],
    );
    // 3 of 4 right: the tempered lead is log 3
    expect(fitTemperature({ ...certain, logits })).toBeCloseTo(400 / Math.log(3), -1);
    expect(fitTemperature(certain)).toBeLessThan(70); // log 1e-30 is all that is left of the 400
  });

  it('has no temperature to find where no answer is wrong', () => {
    expect(fitTemperature(answersOf([[0.9, 0.1]], [0]))).toBe(1);
  });

  it('lowers the error of a model that is too sure, on images it was not fitted on', () => {
    const rows = Array.from({ length: 400 }, (_, i) => (i % 2 ? [0.98, 0.02] : [0.03, 0.97]));
    const labels = rows.map(([p], i) => (i % 4 < 3 ? Number(p! < 0.5) : Number(p! >= 0.5)));
    const { before, after, temperature, fitted, tested } = calibrate(answersOf(rows, labels), 3);
    expect([fitted, tested]).toEqual([200, 200]);
    expect(temperature).toBeGreaterThan(2);
    expect(after.ece).toBeLessThan(before.ece / 2);
    expect(after.brier).toBeLessThan(before.brier);
  });
});

describe('the scores', () => {
  it('are 1 for a certain answer and least for an even one', () => {
    const answers = answersOf(
      [
        [1, 0, 0, 0],
        [0.25, 0.25, 0.25, 0.25],
        [0.5, 0.3, 0.1, 0.1],
      ],
      [0, 0, 0],
    );
    const plain: Scale = { temperature: 1, energies: undefined, suspicions: {} };
    const expected = { max: [1, 0.25, 0.5], margin: [1, 0, 0.2], calibrated: [1, 0.25, 0.5], entropy: [1, 0] };
    for (const [name, values] of Object.entries(expected)) {
      const scores = scoresOf(name as keyof typeof expected, answers, plain);
      for (const [i, value] of values.entries()) expect(scores[i]).toBeCloseTo(value, 6);
    }
    expect(scoreNames.filter((name) => !(name in expected))).toEqual(['energy', 'detector']);
  });

  it('of energy and suspicion are places among the clean images of one half', () => {
    const known = Float64Array.of(-3, -2, -2, 1);
    expect([-4, -3, -2, 0, 1, 2].map((value) => placeAmong(known, value))).toEqual([1, 1, 0.8, 0.4, 0.4, 0.2]);
    const answers = {
      ...answersOf(
        [
          [0.9, 0.1],
          [0.5, 0.5],
        ],
        [0, 0],
      ),
      logits: Float32Array.of(Math.log(9), 0, 1, 1), // Σ exp z: 10 and 2e
      suspicions: { a: Float32Array.of(0.1, 0.3), b: Float32Array.of(2, 0) },
    };
    const scale: Scale = {
      temperature: 1,
      energies: Float64Array.of(-Math.log(11), -Math.log(9), -Math.log(5)),
      suspicions: { a: Float64Array.of(0.2), b: Float64Array.of(1) },
    };
    expect([...scoresOf('energy', answers, scale)]).toEqual([3 / 4, 2 / 4]);
    expect([...scoresOf('detector', answers, scale)]).toEqual([1 / 2, 1 / 2]); // b suspects the first, a the second
  });

  it('of clean images that nobody fitted on lie evenly: an accept threshold of a turns a share a away', () => {
    const n = 2000;
    const logits = Float32Array.from({ length: 2 * n }, (_, i) => Math.sin(i * 1.7) * 3);
    const answers = {
      ...answersOf(
        Array.from({ length: n }, () => [0.6, 0.4]),
        new Array(n).fill(0),
      ),
      logits,
    };
    const scores = scoresOf('energy', answers, scaleOf(answers, 5, 1));
    for (const threshold of [0.05, 0.3, 0.8])
      expect(scores.filter((score) => score < threshold).length / n).toBeCloseTo(threshold, 1);
  });
});

describe('costs', () => {
  const clean = groupOf([
    [0.95, false],
    [0.95, true],
    [0.7, false],
    [0.2, false],
  ]);
  const attacked = groupOf([
    [0.99, true],
    [0.7, true],
  ]);
  const policy: Policy = {
    ...usual,
    attacked: 0.5,
    wrongAccept: 100,
    wrongReject: 10,
    minute: 3,
    seconds: 20,
    skill: 0.9,
  };

  it('add up as by hand', () => {
    const { lines, total } = costsOf({ clean, attacked }, policy, 8);
    const costs = Object.fromEntries(lines.map(({ name, cost }) => [name, cost]));
    // 4 clean inputs: one wrong accept, one right reject, one review; 4 attacked: two wrong accepts, two reviews
    expect(costs.wrongAcceptClean).toBeCloseTo(100);
    expect(costs.wrongAcceptAttacked).toBeCloseTo(200);
    expect(costs.wrongReject).toBeCloseTo(10);
    expect(costs.reviews).toBeCloseTo(3);
    expect(costs.mistakes).toBeCloseTo(0.1 * 10 + 2 * 0.1 * 100);
    expect(total.value).toBeCloseTo(100 + 200 + 10 + 3 + 21);
    expect(total.low).toBeLessThan(total.value);
    expect(total.high).toBeGreaterThan(total.value);
  });

  it('are least at the pair that a search through all pairs finds', () => {
    fc.assert(
      fc.property(scoredRows, scoredRows, threshold, (a, b, share) => {
        const traffic = { clean: groupOf(a), attacked: groupOf(b) };
        const given = { ...policy, attacked: share };
        const cost = (accept: number, reject: number) =>
          costsOf(traffic, { ...given, accept, reject }, 1000).total.value;
        const found = cheapestPair(traffic, given);
        expect(cost(found.accept, found.reject)).toBeCloseTo(found.perThousand, 6);
        const some = grid.filter((_, i) => i % 10 === 5 || i % 50 === 0);
        for (const accept of some)
          for (const reject of some)
            if (reject <= accept) expect(cost(accept, reject)).toBeGreaterThan(found.perThousand - 1e-6);
      }),
      { numRuns: 15 },
    );
  });

  it('of one share have the interval of Wilson', () => {
    const rate = wilson(3, 10);
    expect(mixed([{ weight: 2, rate }])).toEqual({
      value: 2 * rate.value,
      low: expect.closeTo(2 * rate.low, 12),
      high: expect.closeTo(2 * rate.high, 12),
    });
  });
});

describe('the queue', () => {
  const options = { hours: 24, seed: 1, flooded: false };

  it('keeps up where there is room, and grows by the surplus where there is none', () => {
    const easy = playQueue({ perDay: 1000, floodPerDay: 0, capacity: 2000 }, options);
    expect(easy.left).toBe(0);
    expect(easy.longestWait).toBeLessThanOrEqual(2);
    const hard = playQueue({ perDay: 2000, floodPerDay: 0, capacity: 1000 }, options);
    expect(hard.left).toBeGreaterThan(14 * 1000 * 0.95);
    expect(hard.left).toBeLessThan(14 * 1000 * 1.05);
    expect(hard.longestWait).toBe(Number.POSITIVE_INFINITY);
  });

  it('backs up when it is flooded, and repeats itself', () => {
    const load = { perDay: 1000, floodPerDay: 2000, capacity: 1500 };
    const calm = playQueue(load, options);
    const flooded = playQueue(load, { ...options, flooded: true });
    expect(calm.peak).toBeLessThan(200);
    expect(flooded.peak).toBeGreaterThan(3 * 1500 * 0.9); // three days of 1,500 more than can be done
    expect(flooded.peak).toBeLessThan(3 * 1500 * 1.1);
    expect(flooded.backlog.slice(0, 96)).toEqual(calm.backlog.slice(0, 96));
    expect(playQueue(load, { ...options, flooded: true })).toEqual(flooded);
  });
});

describe('the board of a report', () => {
  const report = exampleReport();
  const rule = { defense: 'none', rule: 'max', margin: 0 } as const;
  const board = boardOf(report, rule);

  it('sorts the images into groups and adds the worst case of each budget', () => {
    expect([board.clean.all.n, board.cleanRight.all.n, board.cleanWrong.all.n]).toEqual([4, 3, 1]);
    const names = board.attacks.map(({ cell }) => `${cell.attack} ${cell.epsilon}`);
    expect(names).toEqual(
      ['fgsm', 'pgd', 'worst'].map((a) => `${a} ${8 / 255}`).concat(['fgsm 0.1', 'pgd 0.1', 'worst 0.1']),
    );
    const wrong = (attack: string) => {
      const group = board.attacks.find(({ cell }) => cell.attack === attack && cell.epsilon === 0.1)!;
      return acceptedWrong(bandsOf(group, { accept: 0.6, reject: 0.1 })).count;
    };
    expect([wrong('fgsm'), wrong('pgd'), wrong('worst')]).toEqual([2, 3, 3]); // image 3 is wrong from the start
  });

  it('takes the highest probability for a rule that an older report has nothing for', () => {
    const rules = ['energy', 'detector', 'margin'] as const;
    expect(rules.map((name) => usableRule(report, 'none', name))).toEqual(['max', 'max', 'margin']);
    const choice = { policy: { ...usual, rule: 'energy' }, thresholdDefense: undefined, epsilon: 0.1 } as const;
    const view = viewOf(choice, report);
    expect([view.missing, view.policy.rule]).toEqual(['energy', 'max']);
    expect(bandsOf(view.board.clean, view.policy).n).toBe(4);
  });

  it('is made once, and accepts nothing whose lead is too small', () => {
    expect(boardOf(report, rule)).toBe(board);
    const asked = boardOf(report, { ...rule, margin: 0.6 }); // every answer leads by a half
    expect(bandsOf(asked.clean, { accept: 0.1, reject: 0 })).toMatchObject({ accept: { n: 0 }, review: { n: 4 } });
  });
});

describe('the thresholds of classes', () => {
  it('ask more of a class that is often wrong', () => {
    const answers = answersOf(
      [
        [0.9, 0.1],
        [0.95, 0.05],
        [0.1, 0.9],
        [0.05, 0.95],
      ],
      [0, 0, 0, 1],
    );
    const scored = {
      answers,
      scores: Float64Array.of(0.9, 0.95, 0.9, 0.95),
      margins: Float64Array.of(0.8, 0.9, 0.8, 0.9),
      wrong: Uint8Array.of(0, 0, 1, 0),
    };
    const rows = classRows(scored, undefined, { accept: 0.5 });
    const [zero, one] = rows;
    const { common, own } = compareOwn(scored, scored, 0.5, rows); // from 0 and from 0.91
    expect(common).toMatchObject({ accepted: { count: 4, n: 4 }, wrong: { count: 1, n: 4 }, through: { count: 1 } });
    expect(own).toMatchObject({ accepted: { count: 3, n: 4 }, wrong: { count: 0, n: 3 }, through: { count: 0 } });
    expect(zero).toMatchObject({ accepted: { count: 2, n: 2 }, wrong: { count: 0 }, own: 0 });
    expect(one).toMatchObject({ accepted: { count: 2, n: 2 }, wrong: { count: 1 }, own: 0.91 });
  });
});

describe('a policy', () => {
  it('goes through the text of a link and back', () => {
    const policy = { ...usual, accept: 0.97, rule: 'margin', attacked: 0.2 } as const;
    const text = { model: 'mnist-cnn', ...policyText(policy) };
    expect(text).toEqual({ model: 'mnist-cnn', 't.accept': '0.97', 't.rule': 'margin', 't.attacked': '0.2' });
    expect(splitPolicy(text, [])).toEqual({ policy, rest: { model: 'mnist-cnn' } });
    expect(splitPolicy({ model: 'x' }, []).policy).toBeUndefined();
  });

  it('names everything that is wrong with it', () => {
    const problems: Parameters<typeof readPolicy>[1] = [];
    splitPolicy({ 't.accept': '2', 't.rule': 'luck', 't.nothing': '1' }, problems);
    expect(problems.map(({ where }) => where)).toEqual(['t.nothing', 't.accept', 't.rule']);
    const crossed: typeof problems = [];
    readPolicy({ accept: '0.4', reject: '0.6' }, crossed);
    expect(crossed).toMatchObject([{ where: 'reject', code: 'thresholds' }]);
  });

  it('moves one line and lets the other give way', () => {
    expect(moved(usual, 'accept', 0.3)).toMatchObject({ accept: 0.3, reject: 0.3 });
    expect(moved(usual, 'reject', 0.95)).toMatchObject({ accept: 0.95, reject: 0.95 });
    expect(moved(usual, 'accept', 1.2)).toMatchObject({ accept: 1, reject: 0.55 });
  });
});

describe('attacks that know the threshold', () => {
  it('are offered as far as norm and goal allow, with a margin that is enough', () => {
    const kinds = (text: SpecText, policy = usual) => awareRuns(exampleReport({ ...exampleText, ...text }), policy);
    expect(kinds({}).map(({ kind }) => kind)).toEqual(['maxconfidence', 'band']);
    expect(kinds({ goal: 'best-of-all' })).toEqual([]);
    expect(kinds({ norm: 'l2', eps: '0.5,1' }).map(({ kind }) => kind)).toEqual(['maxconfidence', 'band', 'kappa']);
    expect(kinds({}, { ...usual, rule: 'energy' }).map(({ kind }) => kind)).toEqual(['maxconfidence']);
    for (const { text } of kinds({ norm: 'l2', eps: '0.5,1' }))
      expect(parseSpec(text).attacks.some(seeksConfidence)).toBe(true);
  });

  it('need a lead κ that makes the answer sure enough, whatever the other classes are', () => {
    fc.assert(
      fc.property(threshold, fc.integer({ min: 2, max: 1000 }), (wanted, classes) => {
        const kappa = kappaFor(wanted, classes);
        const least = 1 / (1 + (classes - 1) * Math.exp(-kappa));
        expect(least).toBeGreaterThanOrEqual(Math.min(wanted, 0.9999) - 1e-9);
      }),
    );
    expect(kappaFor(0.9, 10)).toBe(4.4); // log 81
  });
});
