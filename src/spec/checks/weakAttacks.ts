import type { AttackChoice } from '../../attacks/catalog.ts';
import { budgetOf } from '../cells.ts';
import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';
import { singleAttacks, stepsOf } from './kinds.ts';

/** Without one attack of many steps that can cross the ball, the worst case is no more than an upper bound on robustness. */
export const weakAttacks: Check = ({ spec }) => {
  if (spec.attacks.every(({ id }) => budgetOf(id) === 'own')) return notApplicable('no-ball');
  const count = singleAttacks(spec).filter(crossesBall).length;
  return raisedOr(count === 0 ? [raised({}, 0)] : [], passed(count, { count }));
};

/** Steps are fractions of ε, so together they must reach 1; an attack without a step size chooses its own. */
function crossesBall(choice: AttackChoice): boolean {
  const { stepSize = 1 } = choice.params as { readonly stepSize?: number };
  const steps = stepsOf(choice);
  return steps > 1 && steps * stepSize > 1 - 1e-9;
}
