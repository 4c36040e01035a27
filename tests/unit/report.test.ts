import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent, Warning } from '../../src/spec/events.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import { cleanRate, outcomes, resultRows } from '../../src/spec/summary.ts';
import { trustOf, trustWarnings } from '../../src/spec/trust.ts';
import * as tf from '../../src/tensor/tf.ts';
import { collect, linearSubject, memoryEnv } from '../fixtures.ts';
import { writtenReport } from '../spec/writtenReport.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const fold = (text: SpecText, events: readonly RunEvent[]) => events.reduce(applyEvent, emptyReport(text));

describe('a report', () => {
  it('does not depend on the order of its shards, nor on one that comes twice', async () => {
    const text = { attack: 'fgsm', defense: 'none,bits', eps: '0.1', count: '20' };
    const subject = linearSubject({ classes: 3 });
    const shards = await Promise.all(
      [0, 5, 10, 15].map((from) =>
        collect(subject, text, { range: { from, to: from + 5 }, env: memoryEnv({ batchSize: 5 }) }),
      ),
    );
    const expected = resultRows(fold(text, await collect(subject, text)));
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 0], { minLength: 5 }), (order) => {
        expect(
          resultRows(
            fold(
              text,
              order.flatMap((i) => shards[i]!),
            ),
          ),
        ).toEqual(expected);
      }),
    );
  });

  it('counts robust accuracy over all images and success over those that were right before', () => {
    const report = writtenReport({ attack: 'fgsm', defense: 'none', eps: '0.1' }, () => [0, 1, 1, 1], [0, 0, 0, 1]);
    const [row] = resultRows(report);
    expect(cleanRate(report, 'none').count).toBe(3);
    expect([row!.robust.count, row!.robust.n]).toEqual([1, 4]);
    expect([row!.success.count, row!.success.n]).toEqual([2, 3]);
    expect(row!.medianDistance).toBeCloseTo(0.1);
  });

  it('takes the worst case image by image, not the lower of two averages', () => {
    const text = { attack: 'fgsm,pgd', defense: 'none', eps: '0.1' };
    const report = writtenReport(text, (attack) => (attack === 'fgsm' ? [1, 0, 0, 0] : [0, 1, 0, 0]), [0, 0, 0, 0]);
    const rows = resultRows(report);
    expect(rows.map(({ attack, robust }) => [attack, robust.count])).toEqual([
      ['fgsm', 3],
      ['pgd', 3],
      ['worst', 2],
    ]);
  });

  it('leaves images whose target is their own label out of success rates', async () => {
    const text = { attack: 'fgsm', defense: 'none', eps: '0.3', goal: 'class', target: '1', count: '30' };
    const report = fold(text, await collect(linearSubject({ classes: 2 }), text));
    const own = outcomes(report, { attack: 'fgsm', defense: 'none', adaptive: true, epsilon: 0.3 }).filter(
      ({ label }) => label === 1,
    );
    expect(own.length).toBeGreaterThan(0);
    expect(resultRows(report)[0]!.success.n).toBe(30 - own.length);
  });
});

describe('doubts', () => {
  const n = 200;
  const share = (fooled: number) => Array.from({ length: n }, (_, i) => (i < fooled ? 1 : 0));
  const codes = (warnings: readonly Warning[]) => warnings.map(({ code }) => code);
  const clean = share(0);

  it('notes no more about a plain run of a plain model than that all its attacks follow gradients', () => {
    const report = writtenReport(
      { attack: 'fgsm,pgd', defense: 'none', eps: '0.1,0.2' },
      (a, e) => share(a === 'fgsm' ? 50 : 1000 * e),
      clean,
    );
    expect(codes(trustWarnings(report))).toEqual(['coverage']);
  });

  it('says when one step beats many', () => {
    const report = writtenReport(
      { attack: 'fgsm,pgd', defense: 'none', eps: '0.1' },
      (a) => share(a === 'fgsm' ? 150 : 20),
      clean,
    );
    const warnings = trustWarnings(report);
    expect(codes(warnings)).toEqual(['single-step-stronger', 'coverage']);
    expect(trustOf({ attack: 'pgd', defense: 'none', adaptive: true, epsilon: 0.1 }, warnings)).toBe('do-not-quote');
    expect(trustOf({ attack: 'fgsm', defense: 'none', adaptive: true, epsilon: 0.1 }, warnings)).toBe('checked');
    expect(trustOf({ attack: 'worst', defense: 'none', adaptive: true, epsilon: 0.1 }, warnings)).toBe('checked');
  });

  it('says when accuracy rises with the budget', () => {
    const report = writtenReport(
      { attack: 'pgd', defense: 'none', eps: '0.1,0.2' },
      (_, e) => share(e === 0.1 ? 150 : 20),
      clean,
    );
    expect(codes(trustWarnings(report))).toEqual(['not-monotone', 'coverage']);
  });

  it('marks numbers of an attacker who does not know the defense, and the worst case when no other was run', () => {
    const text = { attack: 'pgd', defense: 'bits', eps: '0.1' };
    const both = trustWarnings(
      writtenReport({ ...text, adaptive: 'both' }, (_, __, adaptive) => share(adaptive ? 150 : 50), clean),
    );
    expect(trustOf({ attack: 'pgd', defense: 'bits', adaptive: false, epsilon: 0.1 }, both)).toBe('do-not-quote');
    expect(trustOf({ attack: 'pgd', defense: 'bits', adaptive: true, epsilon: 0.1 }, both)).toBe('bound'); // BPDA
    expect(trustOf({ attack: 'worst', defense: 'bits', adaptive: true, epsilon: 0.1 }, both)).toBe('bound');
    const blind = trustWarnings(writtenReport({ ...text, adaptive: 'no' }, () => share(50), clean));
    expect(trustOf({ attack: 'worst', defense: 'bits', adaptive: false, epsilon: 0.1 }, blind)).toBe('do-not-quote');
  });

  it('calls single-step results a bound, and small samples small', () => {
    const report = writtenReport({ attack: 'fgsm', defense: 'none', eps: '0.1' }, () => [0, 1], [0, 0]);
    expect(codes(trustWarnings(report))).toEqual(['small-n', 'weak-attacks', 'coverage']);
    expect(trustOf({ attack: 'worst', defense: 'none', adaptive: true, epsilon: 0.1 }, trustWarnings(report))).toBe(
      'bound',
    );
  });

  it.each([
    ['3', '0.05', true],
    ['1', '1', true],
    ['10', '0.1', false],
    ['20', '0.1', false],
  ])('calls PGD of %s steps of %s × ε a bound: %s', (steps, stepSize, bound) => {
    const text = { attack: 'pgd', defense: 'none', eps: '0.1', 'pgd.steps': steps, 'pgd.stepSize': stepSize };
    const report = writtenReport(text, () => [0, 1], [0, 0]);
    expect(codes(trustWarnings(report)).includes('weak-attacks')).toBe(bound);
  });

  it('names the images asked for only where fewer were seen', () => {
    const text = (count: string) => ({ attack: 'fgsm', defense: 'none', eps: '0.1', count });
    const said = (count: string) =>
      trustWarnings(writtenReport(text(count), () => [0, 1], [0, 0])).find(({ code }) => code === 'small-n')?.message;
    expect([said('2'), said('5')]).toEqual([
      expect.stringMatching(/^Few images \(n = 2\):/),
      expect.stringMatching(/^Few images \(n = 2\/5\):/),
    ]);
  });
});
