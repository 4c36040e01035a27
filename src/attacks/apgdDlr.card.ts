import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { restartsParam, stepsParam } from './commonParams.ts';

export const apgdDlrCard = {
  title: 'APGD-DLR',
  summary: 'APGD on a loss that large logits cannot flatten.',
  paper: { authors: 'Croce and Hein', year: 2020, arxiv: '2003.01690' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: { steps: stepsParam(100), restarts: restartsParam(5) },
  fixedLoss: { name: 'dlr', aims: false },
  cost: ({ steps, restarts }) => ({ gradients: Number(steps) * Number(restarts), forwards: 3 * Number(restarts) }),
} as const satisfies AttackCard;
