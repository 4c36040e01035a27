import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const saltPepperCard = {
  title: 'Salt and pepper',
  summary: 'Sets random pixels to black or white, as few as do it.',
  paper: { authors: 'Rauber et al.', year: 2017, arxiv: '1707.04131' },
  access: 'decision',
  budget: 'minimal',
  norms: ['l2', 'l1'],
  goals: aimedGoals,
  params: { queries: queriesParam(1000) },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
