import { integer, number } from '../core/params.ts';
import type { AttackCard } from './card.ts';

export const universalCard = {
  title: 'Universal',
  summary: 'One perturbation for every image, learned on other images.',
  paper: { authors: 'Shafahi et al.', year: 2020, arxiv: '1811.11304' },
  access: 'gradient',
  budget: 'ball',
  norms: ['linf', 'l2'],
  goals: ['untargeted', 'class'],
  params: {
    trainImages: integer({
      label: 'Images to learn from',
      help: 'Taken from the images that are not attacked.',
      default: 200,
      min: 1,
      max: 5000,
      scale: 'log',
    }),
    epochs: integer({
      label: 'Epochs',
      help: 'Times each of them is used.',
      default: 10,
      min: 1,
      max: 500,
      scale: 'log',
    }),
    stepSize: number({
      label: 'Step size',
      help: 'Length of the first step, as a fraction of ε; it falls to 0.',
      default: 0.2,
      min: 0.001,
      max: 2,
      scale: 'log',
      unit: '× ε',
    }),
  },
  cost: () => ({ forwards: 1, gradients: 0 }),
  preparation: ({ trainImages, epochs }) => ({ forwards: 0, gradients: Number(trainImages) * Number(epochs) }),
} as const satisfies AttackCard;
