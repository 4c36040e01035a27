import { type Check, cellOf, inPoints, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';
import { takesManySteps } from './kinds.ts';

const half = 0.5; // of the range of a pixel: every image can become plain grey

export const halfRangeSurvives: Check = ({ spec, report, rows }) => {
  const classes = report.setting?.model.classNames.length;
  const able = spec.attacks.filter((choice) => takesManySteps(choice, spec.norm)).map(({ id }) => id);
  const tried = rows.filter(({ attack, adaptive, epsilon }) => adaptive && able.includes(attack) && epsilon! >= half);
  const isAnyWrongClass = spec.goal.kind === 'untargeted' || spec.goal.kind === 'best-of-all';
  if (spec.norm !== 'linf' || !isAnyWrongClass || classes === undefined || tried.length === 0)
    return notApplicable('below-half');
  const chance = inPoints(1 / classes);
  const problems = tried
    .filter(({ robust }) => robust.low > 1 / classes)
    .map((row) =>
      raised(cellOf(row), row.robust.value, { ...nameCell(row), share: inPoints(row.robust.value), chance }),
    );
  const worst = Math.max(...tried.map(({ robust }) => robust.value));
  return raisedOr(problems, passed(worst, { share: inPoints(worst), chance }));
};
