import { choice } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const noiseCard = {
  title: 'Noise',
  summary: 'Random noise inside the budget: what a model must withstand before attacks mean anything.',
  paper: { authors: 'Rauber et al.', year: 2017, arxiv: '1707.04131' },
  access: 'decision',
  budget: 'ball',
  norms,
  goals: aimedGoals,
  params: {
    queries: queriesParam(100),
    distribution: choice({
      label: 'Distribution',
      help: 'Uniform in the ball, or Gaussian: scaled to length ε, for linf with deviation ε/2 and cut at ε.',
      options: ['uniform', 'gaussian'],
      default: 'uniform',
    }),
  },
  cost: ({ queries }) => ({ gradients: 0, forwards: Number(queries) }),
} as const satisfies AttackCard;
