import type { CleanBlock } from '../events.ts';
import type { Report } from '../report.ts';
import { outcomes, type ResultRow, resultRows } from '../summary.ts';
import { type CellRow, type Check, cellOf, nameCell, passed, raised, raisedOr } from './check.ts';

/** Counts every row a second time, image by image, without the running totals the table is made of. */
export const miscounted: Check = ({ report, rows }) => {
  const wrong = rows.filter((row) => !agrees(report, row) || !worstIsWorst(resultRows(report), row));
  const problems = wrong.map((row) => raised(cellOf(row), row.robust.value, nameCell(row)));
  return raisedOr(problems, passed(0, { count: rows.length }));
};

function agrees(report: Report, row: CellRow): boolean {
  const seen = outcomes(report, cellOf(row));
  const attackable = seen.filter(({ clean, label, target }) => clean === label && target !== label);
  const count = (holds: (outcome: (typeof seen)[number]) => boolean, among = seen) => among.filter(holds).length;
  return (
    row.robust.n === new Set(seen.map(({ image }) => image)).size &&
    row.robust.count === count(({ adversarial, label }) => adversarial === label) &&
    row.success.n === attackable.length &&
    row.success.count === count(({ success }) => success, attackable) &&
    cleanImages(report.clean[row.defense] ?? []) >= seen.length
  );
}

const cleanImages = (blocks: readonly CleanBlock[]) => blocks.reduce((sum, { labels }) => sum + labels.length, 0);

function worstIsWorst(rows: readonly ResultRow[], { defense, epsilon, robust }: CellRow): boolean {
  const worst = rows.find((row) => row.attack === 'worst' && row.defense === defense && row.epsilon === epsilon);
  return !worst || worst.robust.n < robust.n || worst.robust.count <= robust.count;
}
