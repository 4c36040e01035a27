import { lossNames } from '../core/lossNames.ts';
import { choice, integer, number } from '../core/params.ts';
import { goalKinds } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const ddnCard = {
  title: 'DDN',
  summary: 'Chooses direction and length apart. Near the shortest in 100 steps.',
  paper: { authors: 'Rony et al.', year: 2019, arxiv: '1811.09600' },
  access: 'gradient',
  budget: 'minimal',
  norms: ['l2'],
  goals: goalKinds,
  params: {
    steps: integer({
      label: 'Steps',
      help: 'Gradient steps to take.',
      default: 100,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    radius: number({
      label: 'First radius',
      help: 'Length to begin with.',
      default: 1,
      min: 0.001,
      max: 100,
      scale: 'log',
    }),
    gamma: number({
      label: 'Change of radius',
      help: 'Share by which the length shrinks after a success and grows after a failure.',
      default: 0.05,
      min: 0.001,
      max: 0.5,
      scale: 'log',
    }),
    loss: choice({ label: 'Loss', help: 'Objective to climb.', options: lossNames, default: 'ce' }),
  },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
