import type { CheckResult, Outcome } from '../spec/checks/check.ts';
import { countOutcomes } from '../spec/checks/checkReport.ts';
import { alignTable } from './table.ts';

const words: Record<Outcome, string> = {
  passed: 'passed',
  raised: 'RAISED',
  'not-applicable': 'n/a',
  pending: 'waiting',
};

/** How the checks of a run came out: in one line, or each of them. */
export function describeChecks(results: readonly CheckResult[], { all }: { readonly all: boolean }): string {
  const counts = countOutcomes(results);
  const summary = `Trust checks: ${counts.passed} passed, ${counts.raised} raised, ${counts['not-applicable']} not applicable`;
  if (!all) return `${summary} (--checks lists them)`;
  const rows = results.map(({ code, outcome, message }) => [words[outcome], code, message]);
  const columns = ['outcome', 'check', 'found'].map((title) => ({ title, align: 'left' }) as const);
  return `${summary}\n${alignTable(columns, rows)}`;
}
