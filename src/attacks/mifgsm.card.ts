import { number } from '../core/params.ts';
import { goalKinds } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { earlyStopParam, lossParam, stepSizeParam, stepsParam } from './commonParams.ts';

export const mifgsmCard = {
  title: 'MI-FGSM',
  summary: 'Steps with momentum; made to carry over to other models.',
  paper: { authors: 'Dong et al.', year: 2018, arxiv: '1710.06081' },
  access: 'gradient',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: goalKinds,
  params: {
    steps: stepsParam(10),
    stepSize: stepSizeParam(0.1),
    decay: number({
      label: 'Momentum',
      help: 'How much of the former direction is kept at each step.',
      default: 1,
      min: 0,
      max: 1,
    }),
    loss: lossParam,
    earlyStop: earlyStopParam,
  },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
