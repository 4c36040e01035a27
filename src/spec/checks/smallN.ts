import { cleanRate } from '../summary.ts';
import { type Check, passed, raised, raisedOr } from './check.ts';

const least = 100; // images: the interval at 50 % is ± 10 points

export const smallN: Check = ({ report, spec }) => {
  const { n } = cleanRate(report, Object.keys(report.clean)[0] ?? 'none');
  const values = { n: n < spec.count ? `${n}/${spec.count}` : n };
  return raisedOr(n < least ? [raised({}, n, values)] : [], passed(n, values));
};
