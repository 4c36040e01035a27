import { integer } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const bitsCard = {
  title: 'Bit depth',
  summary: 'Rounds every pixel to a few levels.',
  strengths: 'Wipes out small changes of images that have few grey levels to begin with, such as digits.',
  weaknesses:
    'The rounding hides the gradient but not the way: an attack that takes the rounding for the identity gets through, and pixels near a step cross it with little.',
  costs: 'Almost free; fine shades are lost, and with them some clean accuracy on photographs.',
  paper: { authors: 'Xu et al.', year: 2018, arxiv: '1704.01155' },
  backward: 'identity',
  randomised: false,
  params: {
    depth: integer({ label: 'Bits', help: 'Bits left per channel.', default: 3, min: 1, max: 8, unit: 'bit' }),
  },
} as const satisfies DefenseCard;
