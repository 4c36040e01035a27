import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { cleanOf, findingsOf } from '../../src/spec/robustness/findings.ts';
import { judgeLevels, reachedLevel } from '../../src/spec/robustness/levels.ts';
import { type Profile, profileSchema, readProfile, standardProfile } from '../../src/spec/robustness/profile.ts';
import type { Source } from '../../src/spec/robustness/sources.ts';
import { certified } from './madeCertify.ts';
import { made } from './madeReports.ts';

const withstands = { id: 'asked', measure: 'withstands', attack: 'square', atLeast: 0.6 } as const;

const profileOf = (...criteria: readonly object[]): Profile =>
  profileSchema.parse({
    ...standardProfile,
    required: 0,
    levels: [{ level: 1, title: { en: 'a', ja: 'a' }, about: { en: 'a', ja: 'a' }, criteria }],
  });

const factsOf = (sources: readonly Source[], trusted = true, defense = 'none') => ({
  trusted,
  data: 'mnist',
  defense,
  clean: cleanOf(sources, defense),
  findings: findingsOf(sources, { model: 'mnist-cnn', defense }),
});

function judged(criterion: object, ...sources: readonly Source[]) {
  const [level] = judgeLevels(profileOf(criterion), factsOf(sources));
  const { verdict, reason, measure } = level!.criteria[0]!;
  return { verdict, reason, value: measure?.value };
}

const square = (wrong: number, { eps = '0.3', n = 200, attack = 'square', more = {} } = {}) =>
  made({ attack, eps, n, wrong: () => wrong, more });

describe('a criterion', () => {
  it('is passed only when the whole interval is on its side', () => {
    expect(judged(withstands, square(60))).toEqual({ verdict: 'passed', reason: undefined, value: 0.7 }); // [63.3, 75.9]
    expect(judged(withstands, square(70))).toMatchObject({ verdict: 'failed', value: 0.65 }); // [58.2, 71.3]
    expect(judged(withstands, square(120))).toMatchObject({ verdict: 'failed', value: 0.4 });
  });

  it('is not tested where nothing bears on it, and says why', () => {
    expect(judged(withstands, square(0, { attack: 'pgd' }))).toMatchObject({
      verdict: 'not-tested',
      reason: 'missing',
    });
    expect(judged(withstands, square(0, { n: 60 }))).toMatchObject({ verdict: 'not-tested', reason: 'few-images' });
    expect(judged(withstands, square(0, { more: { norm: 'l2' } }))).toMatchObject({ reason: 'other-norm' });
    const wants = { ...withstands, settings: { queries: 1000 } };
    expect(judged(wants, square(0, { more: { 'square.queries': '50' } }))).toMatchObject({ reason: 'weak-settings' });
    expect(judged({ id: 'proof', measure: 'certified', atLeast: 0.5 }, square(0))).toMatchObject({ reason: 'missing' });
  });

  it('is failed by a smaller budget and passed by a larger one, never the other way round', () => {
    expect(judged(withstands, square(150, { eps: '0.1' }))).toMatchObject({ verdict: 'failed', value: 0.25 });
    expect(judged(withstands, square(10, { eps: '0.1' }))).toMatchObject({
      verdict: 'not-tested',
      reason: 'smaller-budget',
    });
    expect(judged(withstands, square(10, { eps: '0.4' }))).toMatchObject({ verdict: 'passed', value: 0.95 });
    expect(judged(withstands, square(150, { eps: '0.4' }))).toMatchObject({
      verdict: 'not-tested',
      reason: 'larger-budget',
    });
  });

  it('is passed by an attack that contains the one asked for, but not failed by it', () => {
    const wants = { ...withstands, harder: ['nes'] };
    expect(judged(wants, square(10, { attack: 'nes' }))).toMatchObject({ verdict: 'passed' });
    expect(judged(wants, square(150, { attack: 'nes' }))).toMatchObject({ verdict: 'not-tested' });
  });

  it('takes the worst of several reports', () => {
    expect(judged(withstands, square(0), square(120))).toMatchObject({ verdict: 'failed', value: 0.4 });
  });

  it('is passed by the best proof of the methods it counts', () => {
    const wants = { id: 'proof', measure: 'certified', atLeast: 0.5 };
    const proofs = certified({ proved: { interval: { 0.3: 0 }, linear: { 0.3: 160 } } });
    expect(judged(wants, square(0), proofs)).toMatchObject({ verdict: 'passed', value: 0.8 });
    expect(judged({ ...wants, methods: ['interval'] }, square(0), proofs)).toMatchObject({
      verdict: 'failed',
      value: 0,
    });
    expect(judged({ ...wants, methods: ['smoothing'] }, square(0), proofs)).toMatchObject({ reason: 'other-method' });
    const within = (epsilon: number, count: number) => certified({ proved: { linear: { [epsilon]: count } } });
    expect(judged(wants, within(0.4, 160))).toMatchObject({ verdict: 'passed', value: 0.8 });
    expect(judged(wants, within(0.1, 160))).toMatchObject({ reason: 'smaller-budget' });
    expect(judged(wants, within(0.1, 20))).toMatchObject({ verdict: 'failed', value: 0.1 });
  });

  it('takes no proof that an attack refutes, nor one of the model without the defense in question', () => {
    const criterion = { id: 'proof', measure: 'certified', atLeast: 0.5 };
    const refuted = certified({ proved: { linear: { 0.3: 160 } }, fooled: (i) => i === 3 });
    expect(judged(criterion, refuted)).toMatchObject({ verdict: 'not-tested', reason: 'doubtful' });
    const facts = factsOf([certified({ proved: { linear: { 0.3: 160 } } })], true, 'jpeg');
    expect(judgeLevels(profileOf(criterion), facts)[0]!.criteria[0]).toMatchObject({ reason: 'other-defense' });
  });

  it('is judged by clean accuracy where it asks for it', () => {
    expect(judged({ id: 'clean', measure: 'clean', atLeast: 0.9 }, square(0))).toMatchObject({
      verdict: 'passed',
      value: 1,
    });
  });
});

describe('levels', () => {
  it('are failed by one criterion, and untested by one without a result', () => {
    const facts = factsOf([square(0)]);
    const verdictOf = (...criteria: readonly object[]) => judgeLevels(profileOf(...criteria), facts)[0]!.verdict;
    const fgsm = { id: 'other', measure: 'withstands', attack: 'fgsm', atLeast: 0.5 };
    const clean = { id: 'clean', measure: 'clean', atLeast: 1 };
    expect(verdictOf(withstands)).toBe('passed');
    expect(verdictOf(withstands, fgsm)).toBe('not-tested');
    expect(verdictOf(withstands, fgsm, clean)).toBe('failed');
  });

  it('judge nothing that rests on a report that is not trusted', () => {
    const levels = judgeLevels(standardProfile, factsOf([square(0)], false));
    expect(new Set(levels.flatMap(({ criteria }) => criteria.map(({ reason }) => reason)))).toEqual(
      new Set(['untrusted']),
    );
  });

  it('are reached only together with all below', () => {
    const at = (...verdicts: ('passed' | 'failed')[]) =>
      reachedLevel(
        verdicts.map((verdict, i) => ({
          level: { ...standardProfile.levels[0]!, level: i + 1 },
          verdict,
          criteria: [],
        })),
      );
    expect([at('passed', 'failed', 'passed'), at('failed', 'passed'), at('passed', 'passed')]).toEqual([1, 0, 2]);
  });
});

describe('a profile', () => {
  it('is refused with every problem at once', () => {
    const bad = {
      ...standardProfile,
      budgets: { mnist: '-1' },
      required: 7,
      levels: [
        {
          ...standardProfile.levels[0],
          criteria: [
            { ...withstands, attack: 'pdg' },
            { ...withstands, atLest: 1 },
          ],
        },
      ],
    };
    const problems = () => readProfile(JSON.stringify(bad), 'profile.json');
    expect(problems).toThrow(LabError);
    expect(problems).toThrow(/profile\.json: budgets\.mnist: expected a budget such as 0\.3 or 8\/255, got "-1"/);
    expect(problems).toThrow(/levels\[0\]\.criteria\[0\]\.attack/);
    expect(problems).toThrow(/levels\[0\]\.criteria\[1\]: Unrecognized key: "atLest"/);
  });

  it('needs a budget for all other data, ascending levels and different ids', () => {
    const twice = { ...standardProfile.levels[0] };
    const text = JSON.stringify({ ...standardProfile, budgets: {}, levels: [twice, twice] });
    for (const part of [/budget for "\*"/, /ascending levels/, /different id/])
      expect(() => readProfile(text, 'p.json')).toThrow(part);
  });
});
