import { describe, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { reopenReport } from '../../src/spec/export/reopenReport.ts';
import { reportJson } from '../../src/spec/export/reportJson.ts';
import { resultRows } from '../../src/spec/summary.ts';
import { bandsOf } from '../../src/spec/thresholds/bands.ts';
import { boardOf } from '../../src/spec/thresholds/board.ts';
import { exampleReport } from './exampleReport.ts';

describe('a saved report that is opened again', () => {
  const report = exampleReport();
  const again = reopenReport(parseReport(reportJson(report), 'report.json'));

  it('has the same results', () => {
    expect(resultRows(again)).toEqual(resultRows(report));
    expect(again.finished).toEqual(report.finished);
    expect(again.setting?.model).toEqual(report.setting?.model);
  });

  it('has the same bands', () => {
    const rule = { defense: 'bits', rule: 'max', margin: 0.1 } as const;
    const [before, after] = [boardOf(report, rule), boardOf(again, rule)];
    const pair = { accept: 0.6, reject: 0.2 };
    expect(after.attacks.map((group) => bandsOf(group, pair))).toEqual(
      before.attacks.map((group) => bandsOf(group, pair)),
    );
    expect(bandsOf(after.clean, pair)).toEqual(bandsOf(before.clean, pair));
  });
});
