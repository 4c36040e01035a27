import { number } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const squareCard = {
  title: 'Square',
  summary: 'Random squares, kept when the score falls. Needs no gradient, so hidden gradients do not stop it.',
  paper: { authors: 'Andriushchenko et al.', year: 2020, arxiv: '1912.00049' },
  access: 'scores',
  budget: 'ball',
  norms,
  goals: aimedGoals,
  params: {
    queries: queriesParam(5000),
    pInit: number({
      label: 'First square',
      help: 'Share of the image that the first squares cover; later ones are smaller.',
      default: 0.8,
      min: 0.001,
      max: 1,
      scale: 'log',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
