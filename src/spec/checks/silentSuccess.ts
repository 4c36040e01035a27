import { isRandomised } from '../../defenses/catalog.ts';
import { type Check, measuredOn, notApplicable, passed, raised, raisedOr } from './check.ts';

export const silentSuccess: Check = ({ evidence, spec }) => {
  const [first] = evidence;
  if (!first) return notApplicable(spec.defenses.every(isRandomised) ? 'randomised' : 'no-iterative');
  const problems = evidence
    .filter(({ images }) => images.length > 0)
    .map((found) => {
      const { cells, names } = measuredOn(found);
      const count = found.images.length;
      return raised(cells, count / found.n, { ...names, n: found.n, count });
    });
  return raisedOr(problems, passed(0, { n: first.n, count: 0 }));
};
