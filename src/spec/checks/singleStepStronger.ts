import { type Check, cellOf, inPoints, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';
import { takesManySteps } from './kinds.ts';

export const singleStepStronger: Check = ({ spec, rows }) => {
  const iterative = spec.attacks.filter((choice) => takesManySteps(choice, spec.norm)).map(({ id }) => id);
  const pairs = rows.flatMap((many) => {
    if (!iterative.includes(many.attack) || !many.adaptive) return [];
    const one = rows.find(
      (row) => row.attack === 'fgsm' && row.defense === many.defense && row.adaptive && row.epsilon === many.epsilon,
    );
    return one ? [{ many, one, gap: many.robust.value - one.robust.value }] : [];
  });
  if (pairs.length === 0) return notApplicable('no-single-step');
  const problems = pairs
    .filter(({ many, one }) => one.robust.high < many.robust.low) // a difference of an image or two is no alarm
    .map(({ many, gap }) => raised(cellOf(many), gap, { ...nameCell(many), points: inPoints(gap) }));
  const largest = Math.max(...pairs.map(({ gap }) => gap));
  return raisedOr(problems, passed(largest, { count: pairs.length }));
};
