import { number } from '../core/params.ts';
import type { AttackCard } from './card.ts';
import { queriesParam } from './queries.ts';

const step = (label: string, help: string) =>
  number({ label, help, default: 0.01, min: 0.0001, max: 1, scale: 'log', unit: '× distance' });

export const boundaryCard = {
  title: 'Boundary',
  summary: 'Sees only the answer; a random walk along the boundary towards the image.',
  paper: { authors: 'Brendel et al.', year: 2018, arxiv: '1712.04248' },
  access: 'decision',
  budget: 'minimal',
  norms: ['l2'],
  goals: ['untargeted'],
  params: {
    queries: queriesParam(10_000),
    aroundStep: step('Step around', 'First step along the sphere round the image; it adapts.'),
    towardsStep: step('Step towards', 'First step towards the image; it adapts.'),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
