import { integer, number } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const nlmCard = {
  title: 'Non-local means',
  summary: 'Averages every pixel with those whose surroundings look alike.',
  strengths: 'Smooths flat areas while edges stay sharp, since only places that look alike are averaged.',
  weaknesses:
    'A change that the eye would take for texture looks like itself elsewhere and stays; the identity is a good gradient for it.',
  costs: 'One pass over the search window for every answer, more than a small model costs itself.',
  paper: { authors: 'Xu et al.', year: 2018, arxiv: '1704.01155' },
  backward: 'identity',
  randomised: false,
  params: {
    search: integer({
      label: 'Search radius',
      help: 'How far away like places are looked for.',
      default: 5,
      min: 1,
      max: 10,
      unit: 'px',
    }),
    patch: integer({
      label: 'Patch radius',
      help: 'Surroundings that are compared.',
      default: 1,
      min: 0,
      max: 3,
      unit: 'px',
    }),
    strength: number({
      label: 'Strength',
      help: 'Difference, in grey levels of 255, that still counts as alike; 0 changes nothing.',
      default: 4,
      min: 0,
      max: 100,
    }),
  },
} as const satisfies DefenseCard;
