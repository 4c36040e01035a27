import { integer } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const medianCard = {
  title: 'Median smoothing',
  summary: 'Replaces every pixel by the median of its neighbourhood.',
  strengths: 'Removes changes of single pixels, so attacks that alter few pixels strongly suffer most.',
  weaknesses:
    'A change that is spread over neighbours passes unharmed, and an attack that knows the filter spreads it.',
  costs: 'Almost free; thin strokes and fine texture are lost.',
  paper: { authors: 'Xu et al.', year: 2018, arxiv: '1704.01155' },
  backward: 'identity',
  randomised: false,
  params: {
    size: integer({ label: 'Window', help: 'Side of the square window.', default: 2, min: 2, max: 3, unit: 'px' }),
  },
} as const satisfies DefenseCard;
