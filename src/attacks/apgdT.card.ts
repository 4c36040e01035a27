import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { restartsParam, stepsParam, targetsParam } from './commonParams.ts';

export const apgdTCard = {
  title: 'APGD-T',
  summary: 'APGD towards each likely class in turn; the strongest of the three.',
  paper: { authors: 'Croce and Hein', year: 2020, arxiv: '2003.01690' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: { steps: stepsParam(100), targets: targetsParam, restarts: restartsParam(1) },
  fixedLoss: { name: 'dlr', aims: true },
  cost: ({ steps, targets, restarts }, classes) => {
    const climbs = Math.min(Number(targets), classes - 1) * Number(restarts);
    return { gradients: Number(steps) * climbs, forwards: 3 * climbs + 1 };
  },
} as const satisfies AttackCard;
