import { choice, integer } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const jpegCard = {
  title: 'JPEG',
  summary: 'Stores the image as JPEG and reads it again.',
  strengths: 'Drops fine detail that people do not miss, and with it much of an attack that knows nothing of it.',
  weaknesses: 'It keeps the coarse, which is enough for an attack that follows the transform behind it.',
  costs: 'A transform of every block for each answer; blocks show at low quality and cost clean accuracy.',
  paper: { authors: 'Guo et al.', year: 2018, arxiv: '1711.00117' },
  backward: 'substitute',
  randomised: false,
  params: {
    quality: integer({ label: 'Quality', help: 'Quality of the JPEG.', default: 75, min: 1, max: 100 }),
    backward: choice({
      label: 'Gradient',
      help: 'What an adaptive attack takes for the gradient: the identity, or the transform with rounding made smooth.',
      options: ['dct', 'identity'],
      default: 'dct',
    }),
  },
} as const satisfies DefenseCard;
