import { type Check, inPoints, measuredOn, notApplicable, passed, raised, raisedOr } from './check.ts';

const mostLate = 0.1; // of the rise in the last quarter of the steps; a straight line has 0.25
const mostFalls = 1 / 3; // of the way travelled

export const unsteadyLoss: Check = ({ evidence }) => {
  if (evidence.length === 0) return notApplicable('no-iterative');
  const problems = evidence
    .filter(({ numbers: { late, falls } }) => !(late! <= mostLate && falls! <= mostFalls)) // also where it never rose
    .map((found) => {
      const { cells, names } = measuredOn(found);
      const { late, falls } = found.numbers;
      return raised(cells, late!, { ...names, late: inPoints(late!), falls: inPoints(falls!) });
    });
  const late = Math.max(...evidence.map(({ numbers }) => numbers.late!));
  const falls = Math.max(...evidence.map(({ numbers }) => numbers.falls!));
  return raisedOr(problems, passed(late, { late: inPoints(late), falls: inPoints(falls) }));
};
