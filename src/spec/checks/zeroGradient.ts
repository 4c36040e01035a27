import type { Evidence } from '../events.ts';
import { type Check, inPoints, notApplicable, passed, raised, raisedOr } from './check.ts';

const most = 0.01; // images; more would hide more than a point

export const zeroGradient: Check = ({ evidence }) => {
  if (evidence.length === 0) return notApplicable('unmeasured');
  const defenses = [...new Set(evidence.map(({ cells }) => cells.defense!))]; // measured behind each defense
  const found = defenses.map((defense) => ({
    defense,
    ...sumUp(evidence.filter(({ cells }) => cells.defense === defense)),
  }));
  const problems = found
    .filter(({ count, n }) => count > most * n)
    .map(({ defense, count, n }) =>
      raised({ defense, adaptive: true }, count / n, { defense, n, share: inPoints(count / n) }),
    );
  const worst = found.reduce((a, b) => (b.count / b.n > a.count / a.n ? b : a));
  return raisedOr(problems, passed(worst.count / worst.n, { count: worst.count, n: worst.n }));
};

const sumUp = (parts: readonly Evidence[]) => ({
  count: parts.reduce((sum, { images }) => sum + images.length, 0),
  n: parts.reduce((sum, { n }) => sum + n, 0),
});
