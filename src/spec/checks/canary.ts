import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

export const canary: Check = ({ evidence }) => {
  const [found] = evidence;
  if (!found) return notApplicable('unmeasured');
  const { failed = 0, total = 0 } = found.numbers;
  const values = { failed, total, passed: total - failed };
  return raisedOr(failed > 0 ? [raised({}, failed, values)] : [], passed(0, values));
};
