import { choice } from '../core/params.ts';
import type { ThiefCard } from './card.ts';

export const copycatCard = {
  title: 'Copycat',
  summary: 'Asks about images of the pool at random and believes the most likely class.',
  paper: { authors: 'Correia-Silva et al.', year: 2018, arxiv: '1806.05476' },
  labels: ['hard'],
  takes: 'queries',
  needsClasses: false,
  params: {},
} as const satisfies ThiefCard;

export const knockoffCard = {
  title: 'Knockoff, random',
  summary: 'Asks about images of the pool at random and learns from what is answered.',
  paper: { authors: 'Orekondy et al.', year: 2019, arxiv: '1812.02766' },
  labels: ['soft', 'hard'],
  takes: 'queries',
  needsClasses: false,
  params: {},
} as const satisfies ThiefCard;

export const knockoffAdaptiveCard = {
  title: 'Knockoff, adaptive',
  summary:
    'Learns which classes of the pool pay: a bandit chooses the class of each query by what earlier ones brought.',
  paper: { authors: 'Orekondy et al.', year: 2019, arxiv: '1812.02766' },
  labels: ['soft', 'hard'],
  takes: 'queries',
  needsClasses: true,
  params: {
    reward: choice({
      label: 'Reward',
      help: 'What makes a query worth its price: a sure answer, an answer unlike the others, one that the copy would not have given, or all three.',
      options: ['all', 'certainty', 'diversity', 'loss'],
      default: 'all',
    }),
  },
} as const satisfies ThiefCard;
