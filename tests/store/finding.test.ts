import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../src/i18n/languages.ts';
import { speak } from '../../src/i18n/voice.ts';
import type { Cell } from '../../src/spec/cells.ts';
import { planCells } from '../../src/spec/cells.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { findingAt } from '../../src/store/finding.ts';
import { findingText } from '../../src/ui/findingText.ts';

await loadLanguage('en');
await loadLanguage('ja');
const n = 100;

/** A report in which all clean images are right and each cell fools as many images as `fooled` says. */
function reportOf(text: SpecText, fooled: (cell: Cell) => number): Report {
  const spec = parseSpec(text);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 10);
  const probabilities = new Float32Array(10 * n);
  const targets = Int32Array.from(labels, (label) => (spec.goal.kind === 'untargeted' ? -1 : (label + 1) % 10));
  const clean = ['none', 'bits', 'median', 'bits+median'].map((defense): RunEvent => {
    return { kind: 'clean', defense, block: { from: 0, labels, predictions: labels, probabilities, targets } };
  });
  const cells = planCells(spec).map((cell): RunEvent => {
    const hits = fooled(cell);
    const predictions = labels.map((label, i) => (i < hits ? (label + 1) % 10 : label));
    const success = Uint8Array.from(labels, (_, i) => Number(i < hits));
    const distances = new Float32Array(n).fill(cell.epsilon!);
    return {
      kind: 'cell',
      cell,
      block: { from: 0, predictions, probabilities, success, distances, survives: success, queries: undefined },
    };
  });
  return [...clean, ...cells].reduce(applyEvent, emptyReport(text));
}

const both = { eps: '0.1', adaptive: 'both', attack: 'fgsm,pgd', defense: 'none,bits+median' };
const say = (report: Report, language = 'en') => findingText(speak(language), findingAt(report, 0.1)!);

describe('the finding', () => {
  it('is silent while there are no numbers', () => {
    expect(findingAt(emptyReport(both), 0.1)).toBeUndefined();
  });

  it('says that nothing was fooled', () => {
    expect(say(reportOf(both, () => 0))).toBe('No image was fooled at this budget: accuracy stays at 100.0%.');
  });

  it('quotes the worst attack for a single model', () => {
    const report = reportOf({ ...both, defense: 'none' }, ({ attack }) => (attack === 'pgd' ? 90 : 40));
    expect(say(report)).toBe('Under attack, accuracy falls from 100.0% to 10.0%.');
  });

  it('exposes a defense that only held because the attack did not know it', () => {
    const report = reportOf(both, ({ defense, adaptive, attack }) =>
      defense === 'none' ? 90 : adaptive ? 80 : attack === 'pgd' ? 20 : 10,
    );
    expect(say(report)).toBe(
      'Feature squeezing looked robust at 80.0% until the attack adapted to it, and then fell to 20.0%, against 10.0% without a defense.',
    );
    expect(say(report, 'ja')).toContain('特徴圧縮は80.0%と頑健に見えた');
  });

  it('does not cry illusion over a difference within the intervals', () => {
    const report = reportOf(both, ({ defense, adaptive }) => (defense === 'none' ? 90 : adaptive ? 32 : 30));
    expect(say(report)).toBe('With Feature squeezing, 68.0% survived these attacks; without it, 10.0%.');
  });

  it('says that a defense makes no measurable difference', () => {
    const report = reportOf({ ...both, adaptive: 'yes' }, ({ defense }) => (defense === 'none' ? 50 : 45));
    expect(say(report)).toBe('Feature squeezing makes no measurable difference: 55.0% with it, 50.0% without.');
  });

  it('sees a difference although the two intervals overlap a little', () => {
    const report = reportOf({ ...both, adaptive: 'yes' }, ({ defense }) => (defense === 'none' ? 97 : 87));
    expect(say(report)).toBe('With Feature squeezing, 13.0% survived these attacks; without it, 3.0%.');
  });

  it('says that a defense makes it worse', () => {
    const report = reportOf({ ...both, adaptive: 'yes' }, ({ defense }) => (defense === 'none' ? 10 : 60));
    expect(say(report)).toBe('Feature squeezing makes it worse: 40.0% survived these attacks with it, 90.0% without.');
  });

  it('does not speak of a fall while only some of the images have been attacked, all in vain', () => {
    const report = reportOf({ ...both, defense: 'none' }, () => 0);
    const more = Int32Array.from({ length: n }, (_, i) => i % 10);
    const [block] = report.clean.none!;
    const clean = { none: [block!, { ...block!, from: n, labels: more, predictions: more }] };
    expect(say({ ...report, clean })).toBe('No image was fooled at this budget: accuracy stays at 100.0%.');
  });

  it('never praises a defense that only met attacks that do not know it', () => {
    const report = reportOf({ ...both, adaptive: 'no' }, ({ defense }) => (defense === 'none' ? 90 : 5));
    expect(say(report)).toContain('but only against attacks that do not know it');
  });

  it('speaks of reached targets when the attack has one', () => {
    const report = reportOf({ ...both, goal: 'offset', adaptive: 'yes' }, ({ defense }) =>
      defense === 'none' ? 60 : 30,
    );
    expect(say(report)).toBe(
      'The attack reached its target on 60.0% of the images without a defense, and on 30.0% with Feature squeezing.',
    );
  });

  it('never calls anything safe or secure', () => {
    for (const hits of [0, 1, 10, 50, 100])
      expect(say(reportOf(both, ({ defense }) => (defense === 'none' ? 90 : hits)))).not.toMatch(/safe|secure/i);
  });
});
