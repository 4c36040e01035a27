import { outcomes } from '../summary.ts';
import { type Check, cellOf, nameCell, notApplicable, passed, raised, raisedOr } from './check.ts';

export const targetedStronger: Check = ({ report, rows, spec }) => {
  if (['untargeted', 'best-of-all'].includes(spec.goal.kind)) return notApplicable('no-target');
  const counted = rows.map((row) => {
    const aimed = outcomes(report, cellOf(row)).filter(({ label, target }) => label !== target);
    return {
      row,
      targeted: aimed.filter(({ success }) => success).length,
      wrong: aimed.filter(({ adversarial, label }) => adversarial !== label).length,
    };
  });
  const problems = counted
    .filter(({ targeted, wrong }) => targeted > wrong)
    .map(({ row, targeted, wrong }) => raised(cellOf(row), targeted - wrong, { ...nameCell(row), targeted, wrong }));
  const closest = Math.max(...counted.map(({ targeted, wrong }) => targeted - wrong));
  return raisedOr(problems, passed(closest, { count: counted.length }));
};
