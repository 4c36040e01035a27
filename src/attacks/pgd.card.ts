import { lossNames } from '../core/lossNames.ts';
import { choice, flag, integer, number } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const pgdCard = {
  title: 'PGD',
  summary: 'Many small steps from a random start, always back into the ball.',
  paper: { authors: 'Madry et al.', year: 2018, arxiv: '1706.06083' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: {
    steps: integer({ label: 'Steps', help: 'Gradient steps to take.', default: 40, min: 1, max: 1000, scale: 'log' }),
    stepSize: number({
      label: 'Step size',
      help: 'Length of one step, as a fraction of ε.',
      default: 0.05,
      min: 0.001,
      max: 2,
      scale: 'log',
      unit: '× ε',
    }),
    randomStart: flag({ label: 'Random start', help: 'Begin at a random point of the ε-ball.', default: true }),
    restarts: integer({
      label: 'Restarts',
      help: 'Independent tries; the best one is kept for each image.',
      default: 1,
      min: 1,
      max: 100,
    }),
    loss: choice({ label: 'Loss', help: 'Objective to climb.', options: lossNames, default: 'ce' }),
  },
  cost: ({ steps, restarts }) => ({ gradients: Number(steps) * Number(restarts), forwards: Number(restarts) }),
} as const satisfies AttackCard;
