import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../src/core/errors.ts';
import { extractCsv, extractJson } from '../../src/spec/export/extractFiles.ts';
import type { CurvePoint, TheftEnd } from '../../src/spec/extractEvents.ts';
import { applyExtract, emptyExtract, extractProgress } from '../../src/spec/extractReport.ts';
import { formatExtract, parseExtract, planThefts, type Theft, usualPoints } from '../../src/spec/extractSpec.ts';
import { curvesOf, outcomesOf, whenReached } from '../../src/spec/extractSummary.ts';
import { piecesOf } from '../../src/spec/piecesOf.ts';
import type { SpecText } from '../../src/spec/spec.ts';

const text: SpecText = {
  experiment: 'extract',
  thief: 'jacobian,active',
  countermeasure: 'none,rounding+prada',
  'prada.delta': '0.8',
  'jacobian.seeds': '20',
  'pgd.steps': '5',
  budget: '1000',
  points: '10,1000',
  count: '200',
  eps: '0.1',
  seeds: '2',
};

describe('an extraction as text', () => {
  it('is read and written without loss, defaults left out', () => {
    expect(formatExtract(parseExtract(text))).toEqual(text);
    expect(formatExtract(parseExtract({ experiment: 'extract' }))).toEqual({ experiment: 'extract' });
    expect(formatExtract(parseExtract({ experiment: 'extract', count: '1000', eps: '0.3' }))).toEqual({
      experiment: 'extract',
    });
  });

  it('plans each seed of each kind of label that a thief can use', async () => {
    const both = parseExtract({ experiment: 'extract', thief: 'copycat,knockoff', seeds: '2' });
    const thefts = planThefts(both);
    expect(thefts.filter(({ thief }) => thief === 'copycat').map(({ labels }) => labels)).toEqual(['hard', 'hard']);
    expect(thefts).toHaveLength((1 + 2) * 2);
    expect(await piecesOf(formatExtract(both))).toEqual({ count: 6, single: true });
  });

  it('has points up to its budget, whatever that is', () => {
    for (const budget of [10, 99, 100, 4800, 100_000]) {
      const points = usualPoints(budget);
      expect(points.at(-1)).toBe(budget);
      expect(points.length).toBeGreaterThan(2);
    }
  });

  it.each<[SpecText, readonly string[]]>([
    [{ thief: 'x' }, ['choice thief']],
    [{ countermeasure: 'prada+prada' }, ['measure-twice countermeasure']],
    [{ countermeasure: 'bits' }, ['measures countermeasure']],
    [{ 'prada.delta': '0.5' }, ['idle-extract prada']],
    [{ 'square.queries': '5' }, ['idle-extract square']],
    [{ defense: 'bits' }, ['unknown defense']],
    [{ points: '0,50' }, ['points points']],
    [{ eps: '0.1,0.2' }, ['one-budget eps']],
    [{ thief: 'copycat', labels: 'soft' }, ['thief-labels labels']],
    [{ thief: 'jacobian', budget: '100' }, ['budget-seeds budget']],
    [{ thief: 'knockoff-adaptive', pool: 'noise' }, ['pool-classes pool']],
    [{ thief: 'knockoff', budget: '9001' }, ['pool-dry pool']],
    [{ pool: 'signs' }, ['pool-shape pool']],
    [{ countermeasure: 'top-k', 'top-k.k': '10' }, ['top-k-idle top-k.k']],
    [{ count: '9800', thief: 'jacobian', countermeasure: 'watermark' }, ['pool-dry pool', 'too-few-owned count']],
    [{ budget: '1', model: 'zz', points: '5' }, ['integer budget', 'choice model', 'points points']],
  ])('that is wrong names every problem: %o', (wrong, expected) => {
    const found = () => {
      try {
        parseExtract({ experiment: 'extract', ...wrong });
        return [];
      } catch (error) {
        return problemsOf(error).map(({ code, where }) => `${code} ${where}`);
      }
    };
    expect(found()).toEqual(expected);
  });
});

const theft = (seed: number): Theft => ({ thief: 'knockoff', labels: 'soft', countermeasures: 'none', seed });
const point = (queries: number, count: number): CurvePoint => ({
  queries,
  denied: 0,
  money: queries / 1000,
  seconds: queries,
  fidelity: { count, n: 100 },
  accuracy: { count: count - 1, n: 100 },
  attacks: [{ attack: 'fgsm', fooled: { count: 5, n: 10 }, agreed: { count: 4, n: 10 } }],
  firstAlarm: null,
});
const end = (query: number | undefined): TheftEnd => ({
  queries: 50,
  denied: 0,
  sent: 50,
  money: 1,
  seconds: 50,
  accountsClosed: 0,
  endedEarly: null,
  honestAllowed: { count: 50, n: 50 },
  alarms: query === undefined ? [] : [{ detector: 'prada', client: 0, query, seconds: 1 }],
  watching: [],
  watermark: null,
});

describe('the report of an extraction', () => {
  const spec = { experiment: 'extract', seeds: '3', thief: 'knockoff', labels: 'soft', budget: '50', points: '10,50' };
  const values = [80, 90, 100];
  const pieces = [0, 1, 2].flatMap((seed) => [
    { kind: 'point', theft: theft(seed), point: point(50, values[seed]!) } as const,
    { kind: 'point', theft: theft(seed), point: point(10, 50) } as const,
    { kind: 'point', theft: theft(seed), point: point(10, 60) } as const, // as when a lost worker's theft runs again
    { kind: 'end', theft: theft(seed), end: end([20, undefined, 30][seed]) } as const,
  ]);
  const report = pieces.reduce((all, piece) => applyExtract(all, { kind: 'extract', piece }), emptyExtract(spec));

  it('has one curve over all seeds, with the interval of their mean', () => {
    const [curve, ...others] = curvesOf(report);
    expect(others).toEqual([]);
    expect(curve!.steps.map(({ queries }) => queries)).toEqual([10, 50]);
    const { fidelity } = curve!.steps[1]!;
    expect(fidelity).toMatchObject({ value: expect.closeTo(0.9, 10), seeds: 3, n: 100, high: 1 });
    expect(fidelity.low).toBeCloseTo(0.9 - (4.303 * 0.1) / Math.sqrt(3), 3);
    expect(curve!.steps[0]!.fidelity.value).toBeCloseTo(0.6, 10);
  });

  it('tells when a fidelity was reached, and at which query the alarm came', () => {
    const [curve] = curvesOf(report);
    expect(whenReached(curve!, 0.85)).toMatchObject({ queries: 50, money: expect.closeTo(0.05, 10) });
    expect(whenReached(curve!, 0.95)).toBeUndefined();
    expect(outcomesOf(report)[0]).toMatchObject({ firstAlarms: [20, null, 30], medianAlarm: 30 });
  });

  it('counts progress in answers of all thefts', () => {
    const going = applyExtract(report, { kind: 'progress', shard: 1, done: 40 });
    expect(extractProgress(going)).toEqual({ done: 40, total: 150 });
  });

  it('is written as JSON and as CSV', () => {
    expect(JSON.parse(extractJson(report))).toMatchObject({
      experiment: 'extract',
      spec,
      curves: [{ thief: 'knockoff' }],
    });
    expect(extractCsv(report).split('\r\n')[1]).toBe('none,knockoff,soft,10,fidelity,0.6,0.6,0.6,100,3,0.01,10');
  });
});
