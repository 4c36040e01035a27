import { detectionsOf } from '../detection.ts';
import { type Check, inPoints, notApplicable, passed, raised, raisedOr } from './check.ts';

/** A share of detected images means nothing beside more false alarms than it was promised for. */
export const falseAlarms: Check = ({ report, spec }) => {
  const found = detectionsOf(report).filter(({ falseAlarms: { n } }) => n > 0);
  const [first] = found;
  if (!first) return notApplicable('no-detector');
  const promised = inPoints(spec.fpr);
  const problems = found
    .filter((one) => one.falseAlarms.low > spec.fpr)
    .map(({ defense, detector, falseAlarms: { n, value } }) =>
      raised({ defense }, value, { defense, detector, n, share: inPoints(value), promised }),
    );
  const most = found.reduce((a, b) => (b.falseAlarms.value > a.falseAlarms.value ? b : a), first).falseAlarms;
  return raisedOr(problems, passed(most.value, { n: most.n, share: inPoints(most.value), promised }));
};
