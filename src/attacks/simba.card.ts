import { choice, number } from '../core/params.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const simbaCard = {
  title: 'SimBA',
  summary: 'One direction after another, forward or back, kept when the score falls.',
  paper: { authors: 'Guo et al.', year: 2019, arxiv: '1905.07121' },
  access: 'scores',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: aimedGoals,
  params: {
    queries: queriesParam(5000),
    basis: choice({
      label: 'Directions',
      help: 'Single pixels in random order, or waves (DCT) from slow to fast.',
      options: ['pixel', 'dct'],
      default: 'dct',
    }),
    stepSize: number({
      label: 'Step size',
      help: 'Length of one step; the budget cuts what is too long.',
      default: 0.2,
      min: 0.001,
      max: 10,
      scale: 'log',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
