import { lossNames } from '../core/lossNames.ts';
import { choice, integer, number } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const bimCard = {
  title: 'BIM',
  summary: 'FGSM in small steps, from the image itself.',
  paper: { authors: 'Kurakin et al.', year: 2017, arxiv: '1607.02533' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: {
    steps: integer({ label: 'Steps', help: 'Gradient steps to take.', default: 10, min: 1, max: 1000, scale: 'log' }),
    stepSize: number({
      label: 'Step size',
      help: 'Length of one step, as a fraction of ε.',
      default: 0.2,
      min: 0.001,
      max: 2,
      scale: 'log',
      unit: '× ε',
    }),
    loss: choice({ label: 'Loss', help: 'Objective to climb.', options: lossNames, default: 'ce' }),
  },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
