import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

export const answersAreProbabilities: Check = ({ evidence }) => {
  const [found] = evidence;
  if (!found) return notApplicable('unmeasured');
  const { n, images } = found;
  const values = { n, count: images.length };
  return raisedOr(images.length === n ? [raised({}, 1, values)] : [], passed(images.length / n, values));
};
