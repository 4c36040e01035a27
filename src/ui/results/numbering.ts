import type { MessageKey } from '../../i18n/messages.ts';
import type { Report } from '../../spec/report.ts';
import { ballPairsOf, ownPairsOf } from '../../store/choices.ts';

const tables = ['table.one', 'table.two', 'table.three'] as const satisfies readonly MessageKey[];
const figures = ['fig.one', 'fig.two', 'fig.three'] as const satisfies readonly MessageKey[];

/** Numbers of the tables and figures of a report; what it has nothing to show in takes no number. */
export function numbering(report: Report) {
  const [ball, own] = [ballPairsOf(report), ownPairsOf(report)].map((pairs) => Number(pairs.length > 0)) as [
    0 | 1,
    0 | 1,
  ];
  return { ownLimits: tables[ball], credits: tables[1 + own]!, gallery: figures[ball] }; // a cascade works within a ball
}
