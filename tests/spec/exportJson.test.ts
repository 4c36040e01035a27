import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { checkCodes } from '../../src/spec/checks/catalog.ts';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { reportJson, savedReport } from '../../src/spec/export/reportJson.ts';
import { reportJsonSchema } from '../../src/spec/export/reportSchema.ts';
import { emptyReport } from '../../src/spec/report.ts';
import { exampleReport, exampleText } from './exampleReport.ts';

const saved = () => parseReport(reportJson(exampleReport()), 'report.json');

/** The example with some values replaced, by path such as `results.0.n`. */
function spoiled(changes: Record<string, unknown>): string {
  const json = JSON.parse(reportJson(exampleReport()));
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    keys.reduce((node, key) => node[key], json)[last] = value;
  }
  return JSON.stringify(json);
}

function problemsOf(text: string): string[] {
  try {
    parseReport(text, 'report.json');
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code: 'asset' });
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('saved report', () => {
  it('says what was run, on what and by what', () => {
    expect(saved()).toMatchObject({
      schema: 1,
      seed: 7,
      norm: 'linf',
      version: '0.1.0',
      backend: 'wasm',
      adapter: 'SIMD kernels',
      model: { id: 'mnist-cnn', sha256: 'a'.repeat(64) },
      dataset: { id: 'mnist', sha256: 'b'.repeat(64) },
      classNames: ['a', 'b', 'c'],
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 1.5,
      complete: true,
    });
    expect(saved().spec).toEqual(exampleReport().spec);
  });

  it('is read back as it was written', () => {
    const report = exampleReport();
    expect(parseReport(reportJson(report), 'report.json')).toEqual(savedReport(report));
  });

  it('counts robust accuracy over all images and success over those that were right', () => {
    const row = saved().results.find(
      ({ attack, epsilon, defense }) => attack === 'pgd' && epsilon === 0.1 && defense === 'none',
    );
    expect(row).toMatchObject({
      adaptive: true,
      norm: 'linf',
      n: 4,
      cleanAccuracy: 0.75,
      robustAccuracy: 0.25,
      successRate: 2 / 3,
      successN: 3,
      medianDistance: 0.095,
      survivesRounding: 0.5,
    });
    expect(row!.ciLow).toBeCloseTo(0.0456, 4);
    expect(row!.ciHigh).toBeCloseTo(0.6994, 4);
  });

  it('ends each defense and budget with the worst case', () => {
    const worst = saved().results.filter(({ attack }) => attack === 'worst');
    expect(worst.map(({ epsilon, defense }) => [epsilon, defense])).toEqual([
      [8 / 255, 'none'],
      [8 / 255, 'bits'],
      [0.1, 'none'],
      [0.1, 'bits'],
    ]);
    expect(worst.at(-1)).toMatchObject({ robustAccuracy: 0.25, medianDistance: null, survivesRounding: null });
  });

  it('writes null where there is nothing to measure', () => {
    expect(saved().results[0]).toMatchObject({ successRate: 0, medianDistance: null, survivesRounding: null });
  });

  it('keeps every answer to every image, with six digits', () => {
    const { clean, cells } = saved().images;
    expect(clean).toHaveLength(2);
    expect(clean[0]).toMatchObject({
      defense: 'none',
      index: [0, 1, 2, 3],
      label: [0, 1, 2, 0],
      prediction: [0, 1, 2, 1],
    });
    expect(cells).toHaveLength(12);
    const cell = cells.find(({ attack, epsilon }) => attack === 'pgd' && epsilon === 0.1)!;
    expect(cell.probabilities[0]).toEqual([0.166667, 0.666667, 0.166667]);
    expect(cell.distance).toEqual([0.1, 0.09, 0, 0]);
    expect(cell).toMatchObject({ success: [true, true, false, true], survives: [true, false, false, true] });
  });

  it('carries every check with what it measured, and files from before there were checks still open', () => {
    const { checks } = saved();
    expect([...new Set(checks.map(({ code }) => code))]).toEqual(checkCodes);
    expect(checks.find(({ code }) => code === 'small-n')).toMatchObject({ outcome: 'raised', value: 4, cells: {} });
    expect(checks.find(({ code }) => code === 'not-reproducible')).toMatchObject({ outcome: 'passed', value: 0 });
    expect(checks.find(({ code }) => code === 'canary')).toMatchObject({ outcome: 'not-applicable', value: null });
    const { checks: _, ...older } = JSON.parse(reportJson(exampleReport()));
    expect(parseReport(JSON.stringify(older), 'old.json').checks).toEqual([]);
  });

  it('carries the doubts about its numbers', () => {
    const codes = saved().warnings.map(({ code }) => code);
    expect(codes).toContain('non-adaptive');
    expect(codes).toContain('small-n');
  });

  it('says when the run was stopped', () => {
    const stopped = parseReport(reportJson(exampleReport(exampleText, { complete: false })), 'report.json');
    expect(stopped.complete).toBe(false);
    expect(stopped.warnings.map(({ code }) => code)).toContain('stopped-early');
  });

  it('cannot be made before the model is loaded', () => {
    expect(() => reportJson(emptyReport({}))).toThrow(/model/);
  });
});

describe('reading a saved report', () => {
  it('lists every problem at once, each with its place and value', () => {
    const text = spoiled({
      schema: 2,
      backend: undefined,
      'results.1.robustAccuracy': 41.4,
      'results.2.attack': 7,
      'model.sha256': 'x',
      'images.cells.0.distance': [0.1],
    });
    const problems = problemsOf(text);
    expect(problems).toEqual([
      expect.stringMatching(/^report\.json: schema: .*1, got 2$/),
      expect.stringMatching(/^report\.json: backend: .*got nothing$/),
      expect.stringMatching(/^report\.json: model\.sha256: .*64 hexadecimal digits.*got "x"$/),
      expect.stringMatching(/^report\.json: results\[1\]\.robustAccuracy: .*<=1, got 41\.4$/),
      expect.stringMatching(/^report\.json: results\[2\]\.attack: expected string.*got 7$/),
      expect.stringMatching(/^report\.json: images\.cells\[0\]\.distance: expected 4 entries.*got 1/),
    ]);
  });

  it('checks the experiment too', () => {
    expect(problemsOf(spoiled({ spec: { attack: 'fgsm', 'fgsm.loss': 'mse' } }))).toEqual([
      'report.json: spec: fgsm.loss: expected one of ce, margin, dlr, got "mse"',
    ]);
  });

  it.each(['', 'null', '[]', '{"schema": 1', '"text"'])('refuses %j', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('opens files that know more than this version', () => {
    expect(problemsOf(spoiled({ novelty: 1 }))).toEqual([]);
  });
});

describe('docs/report.schema.json', () => {
  it('is what scripts/report-schema.ts writes', () => {
    const published = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });

  it('demands every field a result must have', () => {
    const { properties } = reportJsonSchema() as { properties: { results: { items: { required: string[] } } } };
    const wanted =
      'attack defense adaptive norm epsilon n cleanAccuracy robustAccuracy ciLow ciHigh successRate medianDistance';
    expect(properties.results.items.required).toEqual(expect.arrayContaining(wanted.split(' ')));
  });
});
