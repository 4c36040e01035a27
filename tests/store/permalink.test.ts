import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { writeLink } from '../../src/spec/link.ts';
import { emptyReport } from '../../src/spec/report.ts';
import { preparedSpec } from '../../src/spec/spec.ts';
import { editDraft, readDraft } from '../../src/store/draft.ts';
import { open } from '../../src/store/opening.ts';
import { readLink } from '../../src/store/permalink.ts';

describe('a permalink', () => {
  it('begins with its version and stays readable', () => {
    expect(writeLink({ eps: '8/255,0.1', defense: 'none,bits+median' }, { lang: 'ja' })).toBe(
      '#v=1&eps=8/255,0.1&defense=none,bits+median&lang=ja',
    );
  });

  it('reads back what it wrote, for any experiment', () => {
    const draft = fc.record(
      {
        count: fc.integer({ min: 1, max: 10000 }).map(String),
        seed: fc.nat({ max: 2 ** 31 - 1 }).map(String),
        norm: fc.constantFrom('linf', 'l2'),
        eps: fc.constantFrom('0.1', '8/255', '0.05,16/255,0.3'),
        attack: fc.constantFrom('fgsm', 'pgd', 'fgsm,bim,pgd'),
        defense: fc.constantFrom('none', 'bits+median', 'none,bits,median'),
        adaptive: fc.constantFrom('yes', 'no', 'both'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(draft, fc.constantFrom('en' as const, 'ja' as const), (text, language) => {
        const reading = readDraft(text);
        if (reading.kind === 'invalid') throw new LabError('spec', reading.problems);
        const link = readLink(writeLink(reading.text, language && { lang: language }));
        expect(link).toEqual({ kind: 'valid', language, text: reading.text });
      }),
    );
  });

  it('carries thresholds beside the experiment, and is bad where they make no sense', () => {
    const link = readLink('#v=1&attack=pgd&page=thresholds&t.accept=0.97&t.attacked=0.2');
    expect(link).toMatchObject({ kind: 'valid', page: 'thresholds', policy: { accept: 0.97, attacked: 0.2 } });
    expect(link).toMatchObject({ text: { attack: 'pgd' } });
    const bad = readLink('#attack=pgd&t.accept=0.2&t.reject=0.4');
    expect(bad).toMatchObject({ kind: 'bad', problems: [{ where: 't.reject', code: 'thresholds' }] });
  });

  it('survives a plus that arrives as a space or escaped', () => {
    for (const hash of ['#v=1&defense=bits+median', '#v=1&defense=bits%2Bmedian', '#v=1&defense=bits%20median'])
      expect(readLink(hash)).toMatchObject({ kind: 'valid', text: { defense: 'bits+median' } });
  });

  it('lists every problem of a bad link at once', () => {
    const link = readLink('#v=9&model=resnet&eps=300&pgd.stepz=4');
    expect(link.kind).toBe('bad');
    const problems = link.kind === 'bad' ? link.problems : [];
    expect(problems.map(({ where, code }) => `${where} ${code}`)).toEqual([
      'v version',
      'model choice',
      'eps budget',
      'pgd.stepz unknown',
    ]);
  });

  it('is no link when it only names a language', () => {
    expect(readLink('#lang=ja')).toEqual({ kind: 'none', language: 'ja' });
    expect(readLink('')).toEqual({ kind: 'none', language: undefined });
  });
});

describe('a draft', () => {
  it('takes the budgets of the new norm with it', () => {
    const draft = editDraft({ eps: '0.1' }, 'norm', 'l2');
    expect(draft).toEqual({ norm: 'l2' });
    expect(readDraft(draft)).toMatchObject({ kind: 'valid', spec: { epsilons: [0.5, 1, 1.5, 2, 3] } });
  });

  it('passes over settings of an attack that is not chosen, and keeps them', () => {
    const draft = editDraft({ 'pgd.steps': '7' }, 'attack', 'fgsm');
    expect(readDraft(draft)).toMatchObject({ kind: 'valid', text: { attack: 'fgsm' } });
    expect(readDraft(editDraft(draft, 'attack', undefined))).toMatchObject({ text: { 'pgd.steps': '7' } });
  });
});

describe('opening the page', () => {
  const nothing = { draft: undefined, link: undefined, report: undefined };
  const report = { ...emptyReport({ seed: '5' }), finished: { seconds: 1, complete: true } };

  it('runs the prepared experiment on a first visit', () => {
    expect(open('', nothing)).toMatchObject({ draft: preparedSpec, begin: true, run: { kind: 'idle' } });
  });

  it('runs a new link', () => {
    expect(open('#v=1&seed=9', { ...nothing, report })).toMatchObject({ draft: { seed: '9' }, begin: true });
  });

  it('shows the last report without running when there is no link', () => {
    expect(open('#lang=ja', { ...nothing, report })).toMatchObject({ begin: false, run: { kind: 'done', report } });
  });

  it('shows what was there after a reload, edits included', () => {
    const kept = { draft: { seed: '6', count: '50' }, link: writeLink({ count: '50', seed: '6' }), report };
    expect(open('#v=1&count=50&seed=6', kept)).toMatchObject({ draft: kept.draft, begin: false });
  });

  it('shows a finished report instead of running its link again', () => {
    expect(open('#v=1&seed=5', { ...nothing, report })).toMatchObject({ begin: false, run: { kind: 'done' } });
  });

  it('runs nothing for a bad link and offers the default', () => {
    const opening = open('#v=1&seed=x', nothing);
    expect(opening).toMatchObject({ draft: preparedSpec, begin: false });
    expect(opening.linkProblems).toHaveLength(1);
  });
});
