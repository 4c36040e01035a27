import { integer } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const onePixelCard = {
  title: 'One pixel',
  summary: 'Changes one pixel or a few, as much as it likes; evolution finds which.',
  paper: { authors: 'Su et al.', year: 2019, arxiv: '1710.08864' },
  access: 'scores',
  budget: 'own',
  norms,
  goals: aimedGoals,
  params: {
    queries: queriesParam(10_000),
    pixels: integer({ label: 'Pixels', help: 'Pixels that may change.', default: 1, min: 1, max: 100, scale: 'log' }),
    population: integer({
      label: 'Population',
      help: 'Candidates in each generation.',
      default: 100,
      min: 4,
      max: 1000,
      scale: 'log',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
