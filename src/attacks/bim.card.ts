import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { earlyStopParam, lossParam, stepSizeParam, stepsParam } from './commonParams.ts';

export const bimCard = {
  title: 'BIM',
  summary: 'FGSM in small steps, from the image itself.',
  paper: { authors: 'Kurakin et al.', year: 2017, arxiv: '1607.02533' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: { steps: stepsParam(10), stepSize: stepSizeParam(0.2), loss: lossParam, earlyStop: earlyStopParam },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
