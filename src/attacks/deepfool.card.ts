import { integer, number } from '../core/params.ts';
import type { AttackCard } from './card.ts';

export const deepfoolCard = {
  title: 'DeepFool',
  summary: 'Steps straight to the nearest boundary until it is crossed. Fast, not the nearest.',
  paper: { authors: 'Moosavi-Dezfooli et al.', year: 2016, arxiv: '1511.04599' },
  access: 'gradient',
  budget: 'minimal',
  norms: ['linf', 'l2'],
  goals: ['untargeted'],
  params: {
    steps: integer({ label: 'Steps', help: 'Most steps to take.', default: 50, min: 1, max: 1000, scale: 'log' }),
    targets: integer({
      label: 'Classes tried',
      help: 'How many of the most likely wrong classes to try.',
      default: 9,
      min: 1,
      max: 1000,
      scale: 'log',
    }),
    overshoot: number({
      label: 'Overshoot',
      help: 'How far beyond the boundary, as a share of the way.',
      default: 0.02,
      min: 0,
      max: 1,
    }),
  },
  cost: ({ steps, targets }, classes) => ({
    gradients: Number(steps) * Math.min(Number(targets), classes - 1),
    forwards: Number(steps) + 2,
  }),
} as const satisfies AttackCard;
