import type { Report } from '../report.ts';
import { csvText } from './csvText.ts';
import { type ReportRow, reportRows } from './reportRows.ts';

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
  return csvText([columns, ...rows]);
}
