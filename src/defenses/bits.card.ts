import { integer } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const bitsCard = {
  title: 'Bit depth',
  summary: 'Rounds every pixel to a few levels.',
  paper: { authors: 'Xu et al.', year: 2018, arxiv: '1704.01155' },
  backward: 'identity',
  randomised: false,
  params: {
    depth: integer({ label: 'Bits', help: 'Bits left per channel.', default: 3, min: 1, max: 8, unit: 'bit' }),
  },
} as const satisfies DefenseCard;
