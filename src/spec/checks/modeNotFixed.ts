import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

const most = 1e-4; // of the largest logit; what float32 may lose when sums are taken in another order

export const modeNotFixed: Check = ({ evidence }) => {
  const [found] = evidence;
  if (!found) return notApplicable('unmeasured');
  const { difference = 0 } = found.numbers;
  const values = { difference: difference.toExponential(0) };
  return raisedOr(difference <= most ? [] : [raised({}, difference, values)], passed(difference, values));
};
