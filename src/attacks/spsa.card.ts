import { integer, number } from '../core/params.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const spsaCard = {
  title: 'SPSA',
  summary: 'Guesses the gradient from scores at corners nearby. Made to see through masked gradients.',
  paper: { authors: 'Uesato et al.', year: 2018, arxiv: '1802.05666' },
  access: 'scores',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: aimedGoals,
  params: {
    queries: queriesParam(5000),
    samples: integer({
      label: 'Probes per step',
      help: 'Questions behind each guess of the gradient, half of them opposite to the others.',
      default: 128,
      min: 2,
      max: 10_000,
      scale: 'log',
    }),
    delta: number({
      label: 'Probe size',
      help: 'How far each pixel of a probe moves.',
      default: 0.01,
      min: 0.0001,
      max: 0.5,
      scale: 'log',
    }),
    rate: number({
      label: 'Learning rate',
      help: 'Learning rate of Adam, in pixel units.',
      default: 0.01,
      min: 0.0001,
      max: 1,
      scale: 'log',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
