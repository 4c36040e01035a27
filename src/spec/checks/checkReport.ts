import { unreachable } from '../../core/errors.ts';
import { fillTemplate } from '../../core/fillTemplate.ts';
import type { Report } from '../report.ts';
import { parseSpec } from '../spec.ts';
import { resultRows } from '../summary.ts';
import type { CheckCard } from './card.ts';
import { type CheckCode, checkCards, checkCodes, reasons } from './catalog.ts';
import type { CellRow, CheckResult, Finding, Outcome } from './check.ts';
import { checks } from './index.ts';

/** Every check of the catalog, in its order, with what it found; a check that is raised comes once for each thing. */
export function checkReport(report: Report): CheckResult[] {
  const spec = parseSpec(report.spec);
  const rows = resultRows(report).filter((row): row is CellRow => row.attack !== 'worst');
  return checkCodes.flatMap((code) => {
    if (!report.finished && checkCards[code].when !== 'start') return [pending(code)];
    const evidence = report.evidence.filter((found) => found.code === code);
    return checks[code]({ report, spec, rows, evidence }).map((finding) => resultOf(code, finding, report));
  });
}

/** How many checks of the catalog came out how. */
export function countOutcomes(results: readonly CheckResult[]): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, raised: 0, 'not-applicable': 0, pending: 0 };
  for (const outcome of new Map(results.map((result) => [result.code, result.outcome])).values()) counts[outcome]++;
  return counts;
}

const nothing = { value: null, cells: {}, values: {}, reason: undefined };

const pending = (code: CheckCode): CheckResult => ({ ...nothing, code, outcome: 'pending', message: 'Still running.' });

function resultOf(code: CheckCode, finding: Finding, { finished }: Report): CheckResult {
  const card: CheckCard = checkCards[code];
  switch (finding.outcome) {
    case 'passed':
    case 'raised':
      return { ...nothing, code, ...finding, message: fillTemplate(card[finding.outcome], finding.values) };
    case 'not-applicable': {
      const cutShort = finding.reason === 'unmeasured' && finished?.complete === false;
      const reason = cutShort ? 'stopped' : finding.reason;
      return { ...nothing, code, outcome: finding.outcome, reason, message: reasons[reason] };
    }
    default:
      return unreachable(finding);
  }
}
