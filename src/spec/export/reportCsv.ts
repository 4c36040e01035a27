import type { Report } from '../report.ts';
import { type ReportRow, reportRows } from './reportRows.ts';

const byteOrderMark = '\uFEFF'; // without it Excel reads the file in the machine's old encoding

const columns = [
  'attack',
  'defense',
  'adaptive',
  'norm',
  'epsilon',
  'n',
  'cleanAccuracy',
  'robustAccuracy',
  'ciLow',
  'ciHigh',
  'successRate',
  'successN',
  'successLow',
  'successHigh',
  'medianDistance',
  'survivesRounding',
  'medianQueries',
] as const satisfies readonly (keyof ReportRow)[];

/** The results as CSV (RFC 4180) for spreadsheets: the columns of the JSON rows, empty where those say null. */
export function reportCsv(report: Report): string {
  const rows = reportRows(report).map((row) => columns.map((column) => row[column]));
  return byteOrderMark + [columns, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** One field, quoted where it must be. A text that a spreadsheet would compute gets an apostrophe in front. */
export function csvField(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
