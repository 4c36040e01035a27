import { describe, expect, it } from 'vitest';
import { csvField } from '../../src/spec/export/csvText.ts';
import { reportCsv } from '../../src/spec/export/reportCsv.ts';
import { savedReport } from '../../src/spec/export/reportJson.ts';
import { exampleReport } from './exampleReport.ts';

/** A reader of RFC 4180 that shares nothing with the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let match = field.exec(text); match && field.lastIndex <= text.length; match = field.exec(text)) {
    rows.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === '\r\n') rows.push([]);
    if (field.lastIndex === text.length) break;
  }
  return rows.filter((row) => row.length > 0);
}

describe('CSV', () => {
  it('begins with a byte order mark and ends every line with CR LF', () => {
    const text = reportCsv(exampleReport());
    expect([...new TextEncoder().encode(text).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('holds the rows of the JSON under the same names', () => {
    const [header, ...rows] = readCsv(reportCsv(exampleReport()).slice(1));
    const { results } = savedReport(exampleReport());
    expect(header).toEqual(Object.keys(results[0]!));
    expect(rows).toEqual(
      results.map((row) => Object.values(row).map((value) => (value === null ? '' : String(value)))),
    );
  });

  it('quotes what would break a line or a field', () => {
    const values = ['a,b', 'say "no"', 'two\r\nlines', 'plain', ''];
    expect(readCsv(`${values.map(csvField).join(',')}\r\n`)).toEqual([values]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('does not let a spreadsheet compute %j', (text) => {
    expect(csvField(text).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves numbers alone, negative ones too', () => {
    expect([-1.5, 1e-7, true, null].map(csvField)).toEqual(['-1.5', '1e-7', 'true', '']);
  });
});
