import type { AttackCard } from './card.ts';
import { earlyStopParam, stepSizeParam, stepsParam } from './commonParams.ts';

export const tpgdCard = {
  title: 'TPGD',
  summary: 'PGD away from what the model said, whatever the true class; the attack inside TRADES.',
  paper: { authors: 'Zhang et al.', year: 2019, arxiv: '1901.08573' },
  access: 'gradient',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: ['untargeted'],
  params: { steps: stepsParam(10), stepSize: stepSizeParam(0.25), earlyStop: earlyStopParam },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 2 }),
} as const satisfies AttackCard;
