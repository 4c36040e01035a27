import { type Check, cellOf, inPoints, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';

const least = 0.9; // of the successes
const few = 10; // successes say nothing about a share

/** Success that a PNG file would undo. */
export const lostByRounding: Check = ({ rows }) => {
  const judged = rows.filter(({ survives }) => survives.n >= few);
  if (judged.length === 0) return notApplicable('few-successes');
  const problems = judged
    .filter(({ survives }) => survives.value < least)
    .map((row) => {
      const lost = 1 - row.survives.value;
      return raised(cellOf(row), lost, { ...nameCell(row), share: inPoints(lost) });
    });
  const most = Math.max(...judged.map(({ survives }) => 1 - survives.value));
  return raisedOr(problems, passed(most, { share: inPoints(most) }));
};
