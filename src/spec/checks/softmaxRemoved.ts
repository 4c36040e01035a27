import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

export const softmaxRemoved: Check = ({ evidence }) => {
  const [found] = evidence;
  if (!found) return notApplicable('unmeasured');
  const removed = found.numbers.removed ?? 0;
  return raisedOr(removed > 0 ? [raised({}, removed)] : [], passed(0));
};
