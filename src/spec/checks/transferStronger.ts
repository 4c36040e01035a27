import { clearlyAbove } from '../../core/stats.ts';
import { type Check, cellOf, inPoints, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';

export const transferStronger: Check = ({ rows }) => {
  const pairs = rows.flatMap((blind) => {
    if (blind.adaptive) return [];
    const aware = rows.find(
      (row) =>
        row.adaptive && row.attack === blind.attack && row.defense === blind.defense && row.epsilon === blind.epsilon,
    );
    return aware ? [{ aware, blind, gap: aware.robust.value - blind.robust.value }] : [];
  });
  if (pairs.length === 0) return notApplicable('no-transfer');
  const problems = pairs
    .filter(({ aware, blind }) => clearlyAbove(aware.robust, blind.robust))
    .map(({ aware, gap }) => raised(cellOf(aware), gap, { ...nameCell(aware), points: inPoints(gap) }));
  const largest = Math.max(...pairs.map(({ gap }) => gap));
  return raisedOr(problems, passed(largest, { count: pairs.length }));
};
