import { number } from '../core/params.ts';
import { goalKinds } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { earlyStopParam, lossParam, stepSizeParam, stepsParam } from './commonParams.ts';

export const rfgsmCard = {
  title: 'R+FGSM',
  summary: 'A random step to leave flat ground, then FGSM.',
  paper: { authors: 'Tramèr et al.', year: 2018, arxiv: '1705.07204' },
  access: 'gradient',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: goalKinds,
  params: {
    start: number({
      label: 'Random step',
      help: 'Length of the random first step, as a fraction of ε.',
      default: 0.5,
      min: 0,
      max: 1,
      unit: '× ε',
    }),
    steps: stepsParam(1),
    stepSize: stepSizeParam(0.5),
    loss: lossParam,
    earlyStop: earlyStopParam,
  },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
