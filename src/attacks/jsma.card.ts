import { number } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const jsmaCard = {
  title: 'JSMA',
  summary: 'Changes a few pixels, two at a time, as much as they can be.',
  paper: { authors: 'Papernot et al.', year: 2016, arxiv: '1511.07528' },
  access: 'gradient',
  budget: 'own',
  norms,
  goals: goalKinds,
  params: {
    gamma: number({
      label: 'Share of pixels (γ)',
      help: 'Most of the numbers of an image that may change.',
      default: 0.1,
      min: 0,
      max: 1,
    }),
    theta: number({
      label: 'Change (θ)',
      help: 'Added to a pixel at a time; below 0 darkens.',
      default: 1,
      min: -1,
      max: 1,
    }),
  },
  cost: ({ gamma }, _, size) => {
    const pairs = pairsAllowed(Number(gamma), size);
    return { gradients: 2 * pairs, forwards: 1 };
  },
} as const satisfies AttackCard;

/** Pairs of pixels that fit into a share of `size` numbers. */
export const pairsAllowed = (gamma: number, size: number): number => Math.floor((gamma * size) / 2);
