import { describe, expect, it } from 'vitest';
import { attackIds } from '../../src/attacks/catalog.ts';
import { makeRng, shuffled } from '../../src/core/rng.ts';
import type { CheckCode } from '../../src/spec/checks/catalog.ts';
import { checkCards, checkCodes } from '../../src/spec/checks/catalog.ts';
import type { CheckResult } from '../../src/spec/checks/check.ts';
import { nameCell } from '../../src/spec/checks/check.ts';
import { checkReport, countOutcomes } from '../../src/spec/checks/checkReport.ts';
import { accessOf, isBlackBox, startsAtRandom, strongest } from '../../src/spec/checks/kinds.ts';
import type { CellBlock, CleanBlock, Evidence, RunEvent } from '../../src/spec/events.ts';
import type { Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { trustOf, trustWarnings } from '../../src/spec/trust.ts';
import { writtenReport } from '../spec/writtenReport.ts';

const n = 200;
const fooled = (count: number) => Array.from({ length: n }, (_, i) => (i < count ? 1 : 0));
const clean = fooled(0);
const text: SpecText = { attack: 'fgsm,pgd', defense: 'none', eps: '0.1,0.2', count: String(n) };

type Answers = Parameters<typeof writtenReport>[1];

/** What one check says about a run whose answers are given. */
const found = (code: CheckCode, spec: SpecText, answers: Answers, evidence: readonly Evidence[] = []) =>
  of(code, writtenReport(spec, answers, clean, { of: evidence.map((one) => ({ kind: 'evidence', evidence: one })) }));

const of = (code: CheckCode, report: Report): readonly CheckResult[] =>
  checkReport(report).filter((result) => result.code === code);
const outcomesOf = (results: readonly CheckResult[]) => results.map(({ outcome }) => outcome);

/** Evidence of one check on PGD behind one defense. */
const measured = (code: CheckCode, numbers: Evidence['numbers'], images: readonly number[] = [], defense = 'none') => ({
  code,
  cells: { attack: 'pgd' as const, defense, epsilon: 0.1 },
  from: 0,
  n: 32,
  images,
  numbers,
});
const some = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a check of what was measured', () => {
  const cases: readonly [CheckCode, trips: Evidence, holds: Evidence][] = [
    ['canary', measured('canary', { failed: 1, total: 5 }), measured('canary', { failed: 0, total: 5 })],
    ['softmax-removed', measured('softmax-removed', { removed: 1 }), measured('softmax-removed', { removed: 0 })],
    [
      'answers-are-probabilities',
      measured('answers-are-probabilities', {}, some(32)),
      measured('answers-are-probabilities', {}, some(31)),
    ],
    ['mode-not-fixed', measured('mode-not-fixed', { difference: 0.2 }), measured('mode-not-fixed', { difference: 0 })],
    ['zero-gradient', measured('zero-gradient', {}, some(1)), measured('zero-gradient', {})],
    [
      'random-forward',
      measured('random-forward', { difference: 0.1, draws: 1 }),
      measured('random-forward', { difference: 0.1, draws: 20 }),
    ],
    [
      'unbounded-survivors',
      measured('unbounded-survivors', { classes: 10 }, some(4)),
      measured('unbounded-survivors', { classes: 10 }, some(3)),
    ],
    [
      'steps-too-few',
      measured('steps-too-few', { before: 9, after: 7 }),
      measured('steps-too-few', { before: 9, after: 8 }),
    ],
    [
      'restarts-too-few',
      measured('restarts-too-few', { before: 9, after: 7 }),
      measured('restarts-too-few', { before: 9, after: 8 }),
    ],
    [
      'unsteady-loss',
      measured('unsteady-loss', { late: 0.25, falls: 0 }),
      measured('unsteady-loss', { late: 0.02, falls: 0.1 }),
    ],
    [
      'unsteady-loss',
      measured('unsteady-loss', { late: 0, falls: 0.5 }),
      measured('unsteady-loss', { late: 0, falls: 0 }),
    ],
    ['silent-success', measured('silent-success', {}, some(1)), measured('silent-success', {})],
    [
      'noise-stronger',
      measured('noise-stronger', { noise: 4, attacked: 3 }),
      measured('noise-stronger', { noise: 3, attacked: 3 }),
    ],
    [
      'outside-threat',
      measured('outside-threat', { excess: 0.003, allowed: 0.002 }),
      measured('outside-threat', { excess: 0.0019, allowed: 0.002 }),
    ],
  ];

  it.each(cases)('%s is raised by the one and passed by the other', (code, trips, holds) => {
    const answers = () => fooled(10);
    expect(outcomesOf(found(code, text, answers, [trips]))).toEqual(['raised']);
    expect(outcomesOf(found(code, text, answers, [holds]))).toEqual(['passed']);
  });

  it('does not apply where nothing was measured', () => {
    for (const [code] of cases) expect(outcomesOf(found(code, text, () => fooled(10)))).toEqual(['not-applicable']);
  });

  it('adds up what came from several batches, and counts a batch that came twice once', () => {
    const part = (from: number, dead: number) => ({ ...measured('zero-gradient', {}, some(dead)), from, n: 100 });
    const [result] = found('zero-gradient', text, () => clean, [part(0, 2), part(100, 1), part(0, 2)]);
    expect(result).toMatchObject({ outcome: 'raised', value: 3 / 200, values: { share: 1.5, n: 200 } });
  });

  it('names each defense it is raised for', () => {
    const evidence = ['bits', 'median'].map((defense) =>
      measured('unbounded-survivors', { classes: 10 }, some(30), defense),
    );
    const results = found('unbounded-survivors', { ...text, defense: 'bits,median' }, () => clean, evidence);
    expect(results.map(({ cells }) => cells.defense)).toEqual(['bits', 'median']);
  });
});

describe('many steps against one', () => {
  const answers =
    (one: number, many: number): Answers =>
    (attack) =>
      fooled(attack === 'fgsm' ? one : many);

  it('is raised when FGSM does better beyond chance', () => {
    expect(outcomesOf(found('single-step-stronger', text, answers(150, 20)))).toEqual(['raised', 'raised']);
  });
  it('is passed when a few images differ', () => {
    expect(outcomesOf(found('single-step-stronger', text, answers(23, 20)))).toEqual(['passed']);
  });
  it('does not apply without FGSM', () => {
    expect(outcomesOf(found('single-step-stronger', { ...text, attack: 'pgd' }, answers(0, 0)))).toEqual([
      'not-applicable',
    ]);
  });
});

describe('the curve', () => {
  const rising: Answers = (_, epsilon) => fooled(epsilon === 0.1 ? 150 : 20);
  const falling: Answers = (_, epsilon) => fooled(1000 * epsilon);

  it('is raised when it rises beyond chance and passed when it falls', () => {
    expect(outcomesOf(found('not-monotone', { ...text, attack: 'pgd' }, rising))).toEqual(['raised']);
    expect(outcomesOf(found('not-monotone', text, falling))).toEqual(['passed']);
  });
  it('needs two budgets', () => {
    expect(outcomesOf(found('not-monotone', { ...text, eps: '0.1' }, falling))).toEqual(['not-applicable']);
  });
});

describe('black-box attacks', () => {
  const both = { ...text, attack: 'pgd,square' };
  /** Square fools the images from 100 on, PGD those up to `count`. */
  const answers =
    (count: number): Answers =>
    (attack) =>
      attack === 'square' ? fooled(n).map((_, i) => (i >= 100 && i < 103 ? 1 : 0)) : fooled(count);

  it('are named with the images that only they fooled', () => {
    const [result] = found('black-box-stronger', both, answers(101));
    expect(result).toMatchObject({ outcome: 'raised', value: 0.01, values: { count: 2, images: '101, 102' } });
    expect(result!.message).toContain('over-estimate');
    expect(result!.message).not.toMatch(/broken/);
  });
  it('raise nothing when gradients found the same images', () => {
    expect(outcomesOf(found('black-box-stronger', both, answers(103)))).toEqual(['passed']);
  });
  it('make the numbers a bound, the worst case included', () => {
    const warnings = trustWarnings(writtenReport(both, answers(101), clean));
    expect(trustOf({ attack: 'worst', defense: 'none', adaptive: true, epsilon: 0.1 }, warnings)).toBe('bound');
  });
  it('do not apply where there are none', () => {
    expect(outcomesOf(found('black-box-stronger', text, answers(1)))).toEqual(['not-applicable']);
  });
});

describe('knowing the defense', () => {
  const both = { ...text, attack: 'pgd', defense: 'bits', adaptive: 'both' };
  const answers =
    (aware: number, blind: number): Answers =>
    (_, __, adaptive) =>
      fooled(adaptive ? aware : blind);

  it('is raised when it makes the attack worse beyond chance', () => {
    expect(found('transfer-stronger', both, answers(40, 120))[0]).toMatchObject({ outcome: 'raised', value: 0.4 });
    expect(outcomesOf(found('transfer-stronger', both, answers(40, 42)))).toEqual(['passed']);
  });
  it('does not apply to one mode alone', () => {
    expect(outcomesOf(found('transfer-stronger', { ...both, adaptive: 'yes' }, answers(4, 4)))).toEqual([
      'not-applicable',
    ]);
  });
});

describe('the model known to break', () => {
  const strong = { ...text, attack: 'pgd', eps: '0.3' };

  it('is raised when it does not break at the largest usual budget', () => {
    expect(outcomesOf(found('known-broken-survives', strong, () => fooled(150)))).toEqual(['raised']);
    expect(outcomesOf(found('known-broken-survives', strong, () => fooled(199)))).toEqual(['passed']);
  });
  it('says nothing at smaller budgets, after a single step, or of a defense', () => {
    for (const other of [{ eps: '0.2' }, { attack: 'fgsm' }, { defense: 'bits' }]) {
      const results = found('known-broken-survives', { ...strong, ...other }, () => fooled(10));
      expect(outcomesOf(results)).toEqual(['not-applicable']);
    }
  });
});

describe('half the range of a pixel', () => {
  const half = { ...text, attack: 'pgd', eps: '0.2,0.5' };
  /** Of two classes, one of which every image has. */
  const left =
    (right: number): Answers =>
    (_, epsilon) =>
      fooled(epsilon === 0.5 ? n - right : 10);

  it('is raised where more images stay right than a guess would get', () => {
    expect(found('half-range-survives', half, left(130))[0]).toMatchObject({ outcome: 'raised', value: 0.65 });
    expect(outcomesOf(found('half-range-survives', half, left(101)))).toEqual(['passed']); // chance
    expect(outcomesOf(found('half-range-survives', half, left(0)))).toEqual(['passed']);
  });
  it('says nothing below it, of a single step, of a target, or in another norm', () => {
    for (const other of [{ eps: '0.2' }, { attack: 'fgsm' }, { goal: 'class' }, { norm: 'l2' }]) {
      expect(outcomesOf(found('half-range-survives', { ...half, ...other }, left(n)))).toEqual(['not-applicable']);
    }
  });
});

describe('a cascade', () => {
  it('takes many steps where its members do', () => {
    const alone = { ...text, attack: 'autoattack', eps: '0.3' };
    expect(outcomesOf(found('known-broken-survives', alone, () => fooled(150)))).toEqual(['raised']);
    expect(outcomesOf(found('known-broken-survives', alone, () => fooled(199)))).toEqual(['passed']);
    const beside = { ...text, attack: 'fgsm,autoattack', eps: '0.1' };
    const worse: Answers = (attack) => fooled(attack === 'fgsm' ? 150 : 20);
    expect(outcomesOf(found('single-step-stronger', beside, worse))).toEqual(['raised']);
  });
  it('is checked on the sample by the first member that takes many steps', () => {
    const strongestOf = (attack: string, norm = 'linf') => strongest(parseSpec({ attack, norm }))?.id;
    expect(strongestOf('autoattack')).toBe('apgd-ce');
    expect(strongestOf('fgsm,audit', 'l1')).toBe('apgd-ce');
    expect(strongestOf('pgd,autoattack')).toBe('apgd-ce');
    expect(strongestOf('fgsm')).toBe('fgsm');
    expect(strongestOf('square')).toBeUndefined();
  });
});

describe('what was counted', () => {
  const answers: Answers = () => fooled(50);
  const altered = (change: (block: CellBlock) => CellBlock): Report => {
    const report = writtenReport(text, answers, clean);
    const [key, first] = Object.entries(report.cells)[0]!;
    return { ...report, cells: { ...report.cells, [key]: { ...first, blocks: first.blocks.map(change) } } };
  };

  it('adds up in a report of ours', () => {
    expect(outcomesOf(of('miscounted', writtenReport(text, answers, clean)))).toEqual(['passed']);
  });

  it('is raised when images are missing from the clean ones', () => {
    const report = altered((block) => ({ ...block, from: 7 })); // no clean image begins there
    const shorter = {
      ...report,
      clean: { none: report.clean.none!.map((block) => ({ ...block, labels: block.labels.slice(0, 9) })) },
    };
    expect(outcomesOf(of('miscounted', shorter))).toContain('raised');
  });

  it('is raised when an image is counted twice', () => {
    const report = writtenReport(text, answers, clean);
    const tail = <Block extends CleanBlock | CellBlock>(block: Block): Block =>
      ({
        ...block,
        from: 150,
        ...Object.fromEntries(
          Object.entries(block).flatMap(([key, value]) =>
            ArrayBuffer.isView(value) ? [[key, (value as Uint8Array).subarray(0, 50)]] : [],
          ),
        ),
        probabilities: block.probabilities.subarray(0, 100),
      }) as Block;
    const twice = Object.fromEntries(
      Object.entries(report.cells).map(([key, { cell, blocks }]) => [
        key,
        { cell, blocks: [...blocks, ...blocks.map(tail)] },
      ]),
    );
    const overlapping = {
      ...report,
      cells: twice,
      clean: { none: [...report.clean.none!, ...report.clean.none!.map(tail)] },
    };
    expect(outcomesOf(of('miscounted', overlapping))).toContain('raised');
  });

  it('is raised when more images reach a target than are misclassified', () => {
    const aimed = { ...text, attack: 'pgd', eps: '0.1', goal: 'class', target: '1' };
    const honest = writtenReport(aimed, answers, clean);
    expect(outcomesOf(of('targeted-stronger', honest))).toEqual(['passed']);
    const cells = Object.fromEntries(
      Object.entries(honest.cells).map(([key, { cell, blocks }]) => [
        key,
        { cell, blocks: blocks.map((block) => ({ ...block, success: Uint8Array.from(fooled(60)) })) },
      ]),
    );
    expect(outcomesOf(of('targeted-stronger', { ...honest, cells }))).toEqual(['raised']);
    expect(outcomesOf(of('targeted-stronger', writtenReport(text, answers, clean)))).toEqual(['not-applicable']);
  });

  it('is raised when rounding to 8 bits undoes a tenth of at least ten successes', () => {
    const rounding = (lost: number) =>
      altered((block) => ({ ...block, survives: block.success.map((hit, i) => (i < lost ? 0 : hit)) }));
    expect(outcomesOf(of('lost-by-rounding', rounding(6)))).toEqual(['raised']);
    expect(outcomesOf(of('lost-by-rounding', rounding(5)))).toEqual(['passed']);
    const few = writtenReport(text, () => fooled(9), clean);
    expect(outcomesOf(of('lost-by-rounding', few))).toEqual(['not-applicable']);
  });

  it('is small below 100 images', () => {
    const small = (count: number) => writtenReport(text, () => clean.slice(0, count), clean.slice(0, count));
    expect(outcomesOf(of('small-n', small(99)))).toEqual(['raised']);
    expect(outcomesOf(of('small-n', small(100)))).toEqual(['passed']);
  });

  it('can be repeated only with hashes, version and backend', () => {
    const report = writtenReport(text, answers, clean);
    expect(outcomesOf(of('not-reproducible', report))).toEqual(['passed']);
    const { setting } = report;
    const without = { ...report, setting: { ...setting!, version: '', model: { ...setting!.model, sha256: 'none' } } };
    expect(of('not-reproducible', without)[0]).toMatchObject({
      outcome: 'raised',
      values: { missing: 'version, model-hash' },
    });
  });
});

describe('what was run', () => {
  const outcome = (code: CheckCode, spec: SpecText) => outcomesOf(found(code, spec, () => clean));

  it.each<[CheckCode, trips: SpecText, holds: SpecText]>([
    ['weak-attacks', { ...text, attack: 'fgsm' }, text],
    [
      'weak-attacks',
      { ...text, 'pgd.steps': '5', 'pgd.stepSize': '0.1' },
      { ...text, 'pgd.steps': '10', 'pgd.stepSize': '0.1' },
    ],
    [
      'no-adaptive-attack',
      { ...text, defense: 'bits', adaptive: 'no' },
      { ...text, defense: 'bits', adaptive: 'both' },
    ],
    ['approximate-gradient', { ...text, defense: 'bits' }, { ...text, attack: 'pgd,square', defense: 'bits' }],
    ['approximate-gradient', { ...text, defense: 'bits' }, { ...text, attack: 'autoattack', defense: 'bits' }],
    ['parts-not-alone', { ...text, defense: 'bits,bits+median' }, { ...text, defense: 'bits,median,bits+median' }],
  ])('%s is raised by the one and passed by the other', (code, trips, holds) => {
    expect(outcome(code, trips)).toEqual(['raised']);
    expect(outcome(code, holds)).toEqual(['passed']);
  });

  const byDecision = attackIds.find((id) => accessOf(id) === 'decision' && isBlackBox(id));

  it('covers gradients, scores and decisions, or says which of them are missing', () => {
    const missing = (attack: string) => found('coverage', { ...text, attack }, () => clean)[0]?.values.missing;
    expect(missing('fgsm,pgd')).toBe('scores, decisions');
    expect(missing('pgd,square')).toBe('decisions');
    if (byDecision) expect(outcome('coverage', { ...text, attack: `pgd,square,${byDecision}` })).toEqual(['passed']);
  });

  it('does not call the exact gradient through noise an approximation', () => {
    expect(outcome('approximate-gradient', { ...text, defense: 'gaussian' })).toEqual(['not-applicable']);
  });
});

describe('a random start', () => {
  it.each<[SpecText, boolean]>([
    [{ attack: 'pgd' }, true],
    [{ attack: 'pgd', 'pgd.randomStart': 'false' }, false],
    [{ attack: 'apgd-ce' }, true],
    [{ attack: 'bim' }, false],
    [{ attack: 'fgsm' }, false],
  ])('is known from the settings (%o)', (text, random) => {
    expect(startsAtRandom(parseSpec(text).attacks[0]!)).toBe(random);
  });
});

describe('a detector', () => {
  /** 200 clean images; those of the half it is not fitted on look as suspicious as said. */
  const watched = (score: (i: number) => number): Report => {
    const spec = { ...text, attack: 'pgd', eps: '0.1', detector: 'squeezing' };
    const report = writtenReport(spec, () => fooled(50), clean);
    const scores = { squeezing: Float32Array.from(clean, (_, i) => score(i)) };
    return { ...report, clean: { none: report.clean.none!.map((block) => ({ ...block, scores })) } };
  };
  const fitted = new Set(Array.from(shuffled(n, makeRng(0).fork('detector')).subarray(0, n >> 1)));

  it('that turns away more clean images than it promised is raised', () => {
    const odd = watched((i) => (fitted.has(i) || i % 3 > 0 ? 0 : 1));
    expect(of('false-alarms', odd)[0]).toMatchObject({ outcome: 'raised', values: { promised: 5, n: 100 } });
    expect(of('false-alarms', odd)[0]!.message).toMatch(/^squeezing beside none turns away 3\d/);
    expect(
      outcomesOf(
        of(
          'false-alarms',
          watched((i) => i),
        ),
      ),
    ).toEqual(['passed']);
  });
  it('that is not there says nothing', () => {
    expect(outcomesOf(found('false-alarms', text, () => fooled(1)))).toEqual(['not-applicable']);
  });
});

describe('the list of checks', () => {
  const running = (): Report => ({ ...writtenReport(text, () => clean, clean), finished: undefined });

  it('has every check of the catalog, in its order', () => {
    const results = checkReport(writtenReport(text, () => fooled(1), clean));
    expect([...new Set(results.map(({ code }) => code))]).toEqual(checkCodes);
  });

  it('waits for the end of the run, but for what is known at once', () => {
    for (const { code, outcome } of checkReport(running()))
      expect([code, outcome === 'pending']).toEqual([code, checkCards[code].when !== 'start']);
  });

  it('counts a check once, however much it found', () => {
    const results = checkReport(writtenReport(text, (attack) => fooled(attack === 'fgsm' ? 150 : 20), clean));
    const counts = countOutcomes(results);
    expect(results.filter(({ code }) => code === 'single-step-stronger')).toHaveLength(2);
    expect(Object.values(counts).reduce((a, b) => a + b)).toBe(checkCodes.length);
  });

  it('fills every placeholder of every message', () => {
    const evidence: RunEvent[] = [{ kind: 'evidence', evidence: measured('steps-too-few', { before: 9, after: 1 }) }];
    const reports = [
      writtenReport(text, (attack) => fooled(attack === 'fgsm' ? 150 : 20), clean, { of: evidence }),
      writtenReport({ ...text, defense: 'bits', adaptive: 'both' }, () => fooled(30), clean),
    ];
    for (const { message } of reports.flatMap(checkReport)) expect(message).not.toMatch(/[{}]|undefined|NaN/);
  });
});

it('a result without a budget is named as one, not with a gap', () => {
  expect(nameCell({ attack: 'deepfool', defense: 'none', epsilon: null }).epsilon).toBe('∞');
  expect(nameCell({ attack: 'pgd', defense: 'none', epsilon: 8 / 255 }).epsilon).toBe('8/255 (0.0314)');
});
