import { describe, expect, it } from 'vitest';
import { compareReports, fallen } from '../../src/spec/robustness/compare.ts';
import type { Evaluation } from '../../src/spec/robustness/sources.ts';
import { filed, made } from './madeReports.ts';

const pgd = (wrong: number, n = 200, more = {}) =>
  made({ attack: 'pgd', n, wrong: () => wrong, more }, `${wrong}.json`);
const rowOf = (before: Evaluation, after: Evaluation, attack = 'pgd') =>
  compareReports(before, after).rows.find((row) => row.attack === attack)!;

describe('two reports of the same images', () => {
  it('are compared image by image', () => {
    const { paired, before, after, trend } = rowOf(pgd(20), pgd(60));
    expect(paired!.counts).toEqual({ both: 140, before: 40, after: 0, neither: 20 });
    expect(paired!.change.value).toBeCloseTo(-0.2, 12);
    expect(paired!.p).toBeCloseTo(2 * 0.5 ** 40, 20);
    expect([before.value, after.value, trend]).toEqual([0.9, 0.7, 'fell']);
  });

  it('find a change that both intervals alone would hide', () => {
    const [few, more] = [pgd(20), pgd(32)];
    const { before, after, trend } = rowOf(few, more);
    expect(before.low).toBeLessThan(after.high);
    expect(trend).toBe('fell');
    expect(rowOf(more, few).trend).toBe('rose');
  });

  it('see nothing in a handful of images, however it looks', () => {
    const comparison = compareReports(pgd(20), pgd(25));
    expect(fallen(comparison)).toEqual([]);
    expect(comparison).toMatchObject({ caveats: [], differences: [] });
  });

  it('allow for the number of comparisons', () => {
    const budgets = (wrong: number) =>
      made({ attack: 'pgd', eps: '0.05,0.1,0.15,0.2,0.3', wrong: (_, epsilon) => (epsilon === 0.3 ? wrong : 0) });
    const { paired, trend } = compareReports(budgets(0), budgets(7)).rows.find(({ epsilon }) => epsilon === 0.3)!;
    expect(paired!.p).toBeCloseTo(2 * 0.5 ** 7, 12); // 0.0156
    expect(paired!.adjusted).toBeCloseTo(6 * 2 * 0.5 ** 7, 12); // clean and five budgets
    expect(trend).toBe('unclear');
  });

  it('have a worst case over the attacks of both', () => {
    const two = (wrong: number) => made({ attack: 'fgsm,pgd', wrong: (id) => (id === 'pgd' ? wrong : 10) });
    expect(rowOf(two(20), two(60), 'worst')).toMatchObject({
      before: { count: 180 },
      after: { count: 140 },
      trend: 'fell',
    });
  });
});

describe('two reports that do not quite fit', () => {
  it('of different numbers of images are tested on those of both, and say so', () => {
    const comparison = compareReports(pgd(20, 100), pgd(20, 200));
    expect(comparison.caveats).toEqual(['other-images']);
    const { paired, before, after } = comparison.rows[1]!;
    expect(paired!.counts).toEqual({ both: 80, before: 0, after: 0, neither: 20 });
    expect([before.n, after.n]).toEqual([100, 200]);
    expect(comparison.differences).toEqual([{ what: 'count', before: '100', after: '' }]);
  });

  const otherData = (wrong: number) => {
    const one = pgd(wrong);
    return { ...one, saved: { ...one.saved, dataset: { id: 'other', sha256: 'c'.repeat(64) } } };
  };

  it('of other images are compared by their intervals', () => {
    const comparison = compareReports(pgd(20), otherData(60));
    expect(comparison.caveats).toEqual(['other-data']);
    expect(comparison.rows.map(({ paired, trend }) => [paired, trend])).toEqual([
      [undefined, 'unclear'],
      [undefined, 'fell'],
    ]);
    expect(fallen(compareReports(pgd(20), otherData(32)))).toEqual([]); // what pairs see, intervals do not
  });

  it('of another norm share clean accuracy only', () => {
    const comparison = compareReports(pgd(20), pgd(60, 200, { norm: 'l2' }));
    expect(comparison.caveats).toEqual(['other-threat']);
    expect(comparison.rows.map(({ attack }) => attack)).toEqual(['clean']);
  });

  it('are named when one was edited', () => {
    const edited = filed({ attack: 'pgd' }, (text) => text.replace('"backend": "wasm"', '"backend": "cpu"'));
    expect(compareReports(pgd(0), edited).caveats).toEqual(['edited', 'other-backend']);
  });
});
