import type { Evidence } from '../events.ts';
import { type Check, measuredOn, notApplicable, passed, raised, raisedOr } from './check.ts';

export const outsideThreat: Check = ({ evidence }) => {
  const [first, ...others] = evidence;
  if (!first) return notApplicable('no-gradient-attack');
  const problems = evidence
    .filter(({ numbers: { excess, allowed } }) => !(excess! <= allowed!)) // true for NaN as well
    .map((found) => {
      const { cells, names } = measuredOn(found);
      return raised(cells, found.numbers.excess!, { ...names, ...written(found) });
    });
  const farthest = others.reduce((a, b) => (b.numbers.excess! > a.numbers.excess! ? b : a), first);
  return raisedOr(problems, passed(farthest.numbers.excess!, written(farthest)));
};

const written = ({ numbers: { excess, allowed } }: Evidence) => ({
  excess: excess!.toPrecision(2),
  allowed: allowed!.toPrecision(2),
});
