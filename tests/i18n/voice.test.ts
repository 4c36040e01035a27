import { describe, expect, it } from 'vitest';
import { problem } from '../../src/core/problems.ts';
import { wilson } from '../../src/core/stats.ts';
import { warningText } from '../../src/i18n/checkWords.ts';
import { loadLanguage } from '../../src/i18n/languages.ts';
import { speak } from '../../src/i18n/voice.ts';
import type { OwnThing } from '../../src/spec/own.ts';
import { parseSpec } from '../../src/spec/spec.ts';

await loadLanguage('en');
await loadLanguage('ja');
const en = speak('en');
const ja = speak('ja');

describe('the voice', () => {
  it('gives a rate with its interval and n, one decimal', () => {
    expect(en.rate(wilson(254, 512))).toBe('49.6%, 95% [45.3, 53.9], n = 512');
    expect(ja.rate(wilson(254, 512))).toBe('49.6%（95%区間 [45.3, 53.9]、n = 512）');
  });

  it('gives times with as many digits as can be kept', () => {
    expect(en.duration(0.4)).toBe('under 1 s');
    expect(en.duration(9.4)).toBe('9 s');
    expect(en.duration(388)).toBe('6 min 30 s');
    expect(ja.duration(388)).toBe('6分30秒');
    expect(en.duration(7300)).toBe('2 h 2 min');
  });

  it('gives counts whole', () => {
    expect(en.count(12_800)).toBe('12,800');
    expect(en.count(66.667)).toBe('67');
  });

  it('names attacks by what they spend', () => {
    const spec = parseSpec({ attack: 'fgsm,pgd', 'pgd.steps': '7' });
    expect(spec.attacks.map(en.attack)).toEqual(['FGSM', 'PGD-7']);
    expect(en.attackOf(spec, 'worst')).toBe('Worst case');
  });

  it('names defenses and chains', () => {
    expect(en.defense('none')).toBe('No defense');
    expect(en.defense('bits')).toBe('Bit depth');
    expect(en.defense('bits+median')).toBe('Feature squeezing');
    expect(en.defense('median+bits')).toBe('Median smoothing + Bit depth');
    expect(ja.defense('bits+median')).toBe('特徴圧縮');
  });

  it('translates a warning by its code and fills in its values', () => {
    const warning = {
      code: 'single-step-stronger' as const,
      cells: {},
      values: { attack: 'PGD', defense: 'bits', epsilon: '8/255 (0.0314)', points: 12.5 },
      message: '',
    };
    expect(warningText(en, warning)).toBe(
      'Bit depth, ε = 8/255 (0.0314): one step of FGSM beats PGD by 12.5 points, a sign of masked gradients.',
    );
    expect(warningText(ja, warning)).toContain('勾配マスキング');
  });

  it('calls a model of the reader by its name where something does not fit it', () => {
    const own = [{ id: 'own:abc', name: 'mine.onnx', classNames: [] } as unknown as OwnThing]; // what a name needs
    const found = problem('attack', 'no-gradient', { attack: 'pgd', model: 'own:abc', known: 'square' });
    expect(speak('en', own).problem(found)).toContain('and mine.onnx gives none; use one of square');
    expect(speak('ja', own).problem(found)).toContain('mine.onnx');
  });

  it('speaks of a goal with its class', () => {
    expect(en.goal({ kind: 'class', target: 3 })).toBe('targeted at class 3');
    expect(ja.goal({ kind: 'offset', offset: 1 })).toBe('標的あり（正解クラス + 1）');
  });
});
