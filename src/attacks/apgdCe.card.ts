import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { restartsParam, stepsParam } from './commonParams.ts';

export const apgdCeCard = {
  title: 'APGD-CE',
  summary: 'PGD that finds its own step size: nothing to tune, hard to fool.',
  paper: { authors: 'Croce and Hein', year: 2020, arxiv: '2003.01690' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: { steps: stepsParam(100), restarts: restartsParam(5) },
  cost: ({ steps, restarts }) => ({ gradients: Number(steps) * Number(restarts), forwards: 3 * Number(restarts) }),
} as const satisfies AttackCard;
