import type { Evidence } from '../events.ts';
import { type Check, measuredOn, notApplicable, passed, raised, raisedOr } from './check.ts';

export const noiseStronger: Check = ({ evidence }) => {
  const [first, ...others] = evidence;
  if (!first) return notApplicable('no-gradient-attack');
  const problems = evidence
    .filter((found) => lead(found) > 0)
    .map((found) => {
      const { cells, names } = measuredOn(found);
      return raised(cells, lead(found), { ...names, ...counts(found) });
    });
  const closest = others.reduce((a, b) => (lead(b) > lead(a) ? b : a), first);
  return raisedOr(problems, passed(lead(closest), counts(closest)));
};

/** How many more images noise fools, as a share. */
const lead = ({ n, numbers: { noise, attacked } }: Evidence) => (noise! - attacked!) / n;

const counts = ({ n, numbers: { noise, attacked } }: Evidence) => ({ n, noise: noise!, attacked: attacked! });
