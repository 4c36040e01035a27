import { integer } from '../core/params.ts';
import type { DetectorCard } from './card.ts';
import { penaltyParam } from './penalty.ts';

export const neighboursCard = {
  title: 'Nearest neighbour',
  summary: 'Suspects an image that the model sees nearer to known images of another class than of the class it names.',
  strengths: 'Says which known image speaks against the answer; needs no examples of attacks.',
  weaknesses: 'An attack that moves the features into the midst of another class looks like a member of it.',
  costs: 'Known images must be kept, and every answer is compared with all of them.',
  paper: { authors: 'Papernot and McDaniel', year: 2018, arxiv: '1803.04765' },
  params: {
    images: integer({
      label: 'Known images',
      help: 'Images it compares with; none of them is attacked.',
      default: 500,
      min: 20,
      max: 5000,
    }),
    penalty: penaltyParam(30),
  },
} as const satisfies DetectorCard;
