import { integer, number } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const patchCard = {
  title: 'Patch',
  summary: 'One square that can be printed, learned on other images, put anywhere.',
  paper: { authors: 'Brown et al.', year: 2017, arxiv: '1712.09665' },
  access: 'gradient',
  budget: 'own',
  norms,
  goals: ['untargeted', 'class'],
  params: {
    size: number({
      label: 'Size',
      help: 'Side of the patch, as a share of the shorter side of the image.',
      default: 0.3,
      min: 0.01,
      max: 1,
    }),
    angle: number({
      label: 'Rotation',
      help: 'Largest turn to either side while it learns.',
      default: 22.5,
      min: 0,
      max: 180,
      unit: '°',
    }),
    smallest: number({
      label: 'Smallest scale',
      help: 'It learns at sizes from this share of its own up to full size.',
      default: 0.7,
      min: 0.1,
      max: 1,
    }),
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
      default: 20,
      min: 1,
      max: 500,
      scale: 'log',
    }),
    stepSize: number({
      label: 'Step size',
      help: 'Largest change of a pixel in the first step; it falls to 0.',
      default: 0.1,
      min: 0.001,
      max: 1,
      scale: 'log',
    }),
  },
  cost: () => ({ forwards: 1, gradients: 0 }),
  preparation: ({ trainImages, epochs }) => ({ forwards: 0, gradients: Number(trainImages) * Number(epochs) }),
} as const satisfies AttackCard;
