import { integer, number } from '../core/params.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const nesCard = {
  title: 'NES',
  summary: 'PGD on a gradient guessed from scores at random points nearby.',
  paper: { authors: 'Ilyas et al.', year: 2018, arxiv: '1804.08598' },
  access: 'scores',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: aimedGoals,
  params: {
    queries: queriesParam(5000),
    samples: integer({
      label: 'Probes per step',
      help: 'Questions behind each guess of the gradient, half of them opposite to the others.',
      default: 50,
      min: 2,
      max: 1000,
      scale: 'log',
    }),
    sigma: number({
      label: 'Probe size',
      help: 'Standard deviation of the probes.',
      default: 0.001,
      min: 0.0001,
      max: 0.5,
      scale: 'log',
    }),
    stepSize: number({
      label: 'Step size',
      help: 'Length of one step, as a fraction of ε.',
      default: 0.1,
      min: 0.001,
      max: 2,
      scale: 'log',
      unit: '× ε',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
