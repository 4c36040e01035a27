import { flag, integer } from '../core/params.ts';
import type { DetectorCard } from './card.ts';
import { penaltyParam } from './penalty.ts';

export const squeezingCard = {
  title: 'Feature squeezing',
  summary: 'Suspects an image whose answer changes when it is squeezed.',
  strengths: 'Needs no training and no examples of attacks, and leaves the answers of the model alone.',
  weaknesses:
    'An attack that asks for the same wrong answer with and without squeezing goes unseen; one bit only helps while no pixel can cross the middle, up to ε = 0.5 on black and white.',
  costs: 'One more answer of the model for every squeezer; images on the threshold are turned away, clean ones too.',
  paper: { authors: 'Xu et al.', year: 2018, arxiv: '1704.01155' },
  params: {
    depth: integer({ label: 'Bits', help: 'Bits left per channel.', default: 1, min: 1, max: 8, unit: 'bit' }),
    window: integer({
      label: 'Median window',
      help: 'Side of the median window.',
      default: 2,
      min: 2,
      max: 3,
      unit: 'px',
    }),
    means: flag({
      label: 'Non-local means',
      help: 'Squeeze by non-local means too, as for photographs.',
      default: false,
    }),
    penalty: penaltyParam(1),
  },
} as const satisfies DetectorCard;
