import { groupBy } from '../../core/groupBy.ts';
import { type Check, cellOf, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';

export const notMonotone: Check = ({ rows }) => {
  const curves = groupBy(
    rows.filter(({ epsilon }) => epsilon !== null),
    ({ attack, defense, adaptive }) => `${attack}|${defense}|${adaptive}`,
  ).filter((curve) => curve.length > 1);
  if (curves.length === 0) return notApplicable('one-budget');
  const steps = curves.flatMap((curve) =>
    curve.slice(1).map((row, i) => ({ row, before: curve[i]!, rise: row.robust.value - curve[i]!.robust.value })),
  );
  const problems = steps
    .filter(({ row, before }) => row.robust.low > before.robust.high)
    .map(({ row, rise }) => {
      const { attack, defense, adaptive } = cellOf(row);
      return raised({ attack, defense, adaptive }, rise, nameCell(row)); // the whole curve is in doubt
    });
  const largest = Math.max(0, ...steps.map(({ rise }) => rise));
  return raisedOr(problems, passed(largest, { count: curves.length }));
};
