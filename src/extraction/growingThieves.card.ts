import { choice, integer, number } from '../core/params.ts';
import type { ThiefCard } from './card.ts';

export const jacobianCard = {
  title: 'Jacobian augmentation',
  summary: 'Begins with a few images and doubles them in rounds, each moved along the gradient of the copy.',
  paper: { authors: 'Papernot et al.', year: 2017, arxiv: '1602.02697' },
  labels: ['hard', 'soft'],
  takes: 'seeds',
  needsClasses: false,
  params: {
    seeds: integer({
      label: 'Images to begin with',
      help: 'Natural images it owns.',
      default: 150,
      min: 2,
      max: 10_000,
    }),
    lambda: number({
      label: 'Step λ',
      help: 'How far each pixel moves along the sign of the gradient.',
      default: 0.1,
      min: 0.001,
      max: 1,
    }),
    flipEvery: integer({
      label: 'Turn after',
      help: 'Rounds after which the direction of the step is reversed.',
      default: 3,
      min: 1,
      max: 100,
      unit: 'round',
    }),
    epochs: integer({
      label: 'Epochs per round',
      help: 'Passes over what it has, before it looks for directions.',
      default: 10,
      min: 1,
      max: 200,
    }),
  },
} as const satisfies ThiefCard;

export const activeCard = {
  title: 'Active learning',
  summary: 'Asks in rounds about the images of the pool from which its copy would learn most.',
  paper: { authors: 'Pal et al.', year: 2020, arxiv: '1905.09165' },
  labels: ['soft', 'hard'],
  takes: 'queries',
  needsClasses: false,
  params: {
    choose: choice({
      label: 'Choice of queries',
      help: 'Images on which the two likeliest classes of the copy are closest (margin), or answers far from all known ones (k-center).',
      options: ['margin', 'k-center'],
      default: 'k-center',
    }),
    first: integer({
      label: 'First round',
      help: 'Images drawn at random before there is a copy to choose by.',
      default: 100,
      min: 2,
      max: 10_000,
    }),
    round: integer({ label: 'Round', help: 'Queries between two choices.', default: 500, min: 1, max: 10_000 }),
    candidates: integer({
      label: 'Candidates',
      help: 'Images of the pool it looks at in each round.',
      default: 2000,
      min: 10,
      max: 50_000,
      scale: 'log',
    }),
  },
} as const satisfies ThiefCard;

export const dataFreeCard = {
  title: 'Without data (toy)',
  summary: 'Invents smooth noise and then searches between images of different answers; every question is on the bill.',
  paper: { authors: 'Truong et al.', year: 2021, arxiv: '2011.14779' },
  labels: ['soft', 'hard'],
  takes: 'nothing',
  needsClasses: false,
  params: {
    explore: number({
      label: 'Noise first',
      help: 'Share of the budget spent on noise before the search between answers.',
      default: 0.4,
      min: 0.01,
      max: 1,
    }),
    grid: integer({ label: 'Grid', help: 'Cells of the noise along a side.', default: 7, min: 2, max: 64 }),
    bisections: integer({
      label: 'Bisections',
      help: 'Questions between two images of different answers.',
      default: 5,
      min: 1,
      max: 30,
    }),
  },
} as const satisfies ThiefCard;
