import type { Reason } from './catalog.ts';
import { type Check, measuredOn, notApplicable, passed, raised, raisedOr } from './check.ts';

const most = 1; // image more: chance, or a start nearer by

/** Raised where images of the sample fell only to a greater effort than the run had made. */
const moreEffort =
  (otherwise: Reason): Check =>
  ({ evidence }) => {
    if (evidence.length === 0) return notApplicable(otherwise);
    const found = evidence.map((one) => ({
      ...measuredOn(one),
      n: one.n,
      gained: one.numbers.before! - one.numbers.after!,
    }));
    const problems = found
      .filter(({ gained }) => gained > most)
      .map(({ cells, names, n, gained }) => raised(cells, gained / n, { ...names, n, count: gained }));
    const { n, gained } = found.reduce((a, b) => (b.gained > a.gained ? b : a));
    return raisedOr(problems, passed(gained / n, { n, count: Math.max(0, gained) }));
  };

export const stepsTooFew = moreEffort('no-iterative');
export const restartsTooFew = moreEffort('no-random-start');
