import { type Check, inPoints, notApplicable, passed, raised, raisedOr } from './check.ts';

export const unboundedSurvivors: Check = ({ evidence }) => {
  if (evidence.length === 0) return notApplicable('unmeasured');
  const found = evidence.map(({ cells, images, n, numbers }) => ({
    defense: cells.defense!,
    n,
    chance: 1 / numbers.classes!,
    share: images.length / n,
  }));
  const problems = found
    .filter(({ share, chance }) => share > chance)
    .map(({ defense, n, share }) => raised({ defense, adaptive: true }, share, { defense, n, share: inPoints(share) }));
  const worst = Math.max(...found.map(({ share }) => share));
  return raisedOr(problems, passed(worst, { share: inPoints(worst) }));
};
