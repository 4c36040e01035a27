import { planCells } from '../cells.ts';
import { type Check, notApplicable, passed, raised, raisedOr } from './check.ts';

export const noAdaptiveAttack: Check = ({ spec }) => {
  const cells = planCells(spec).filter(({ defense }) => defense !== 'none' || spec.detectors.length > 0);
  const defenses = [...new Set(cells.map(({ defense }) => defense))];
  if (defenses.length === 0) return notApplicable('no-defense');
  const blind = defenses.filter((name) => !cells.some(({ defense, adaptive }) => defense === name && adaptive));
  const problems = blind.map((defense) => raised({ defense, adaptive: false }, 0, { defense }));
  return raisedOr(problems, passed(defenses.length, { count: defenses.length }));
};
