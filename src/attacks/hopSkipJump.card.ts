import type { AttackCard } from './card.ts';
import { queriesParam } from './queries.ts';

export const hopSkipJumpCard = {
  title: 'HopSkipJump',
  summary: 'Sees only the answer, and walks along the boundary to the nearest wrong image.',
  paper: { authors: 'Chen et al.', year: 2020, arxiv: '1904.02144' },
  access: 'decision',
  budget: 'minimal',
  norms: ['linf', 'l2'],
  goals: ['untargeted'],
  params: { queries: queriesParam(10_000) },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
