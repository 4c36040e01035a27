import { number } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const resizePadCard = {
  title: 'Resize and pad',
  summary: 'Shrinks the image a little and puts it in a random place, on black.',
  strengths: 'The attack cannot know which size and place its image will be seen in.',
  weaknesses: 'There are few sizes and places; a gradient averaged over some of them works for nearly all.',
  costs: 'Almost free; the model must bear smaller, shifted images, and answers differ from call to call.',
  paper: { authors: 'Xie et al.', year: 2018, arxiv: '1711.01991' },
  backward: 'exact',
  randomised: true,
  params: {
    least: number({
      label: 'Smallest size',
      help: 'Smallest share of the side that is left.',
      default: 0.85,
      min: 0.3,
      max: 1,
    }),
  },
} as const satisfies DefenseCard;
