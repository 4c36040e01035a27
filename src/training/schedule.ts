import { unreachable } from '../core/errors.ts';
import type { Recipe } from './recipe.ts';

const rising = 0.25; // share of a one-cycle course

/**
 * Learning rate of update `t` of `of`, counted from 0: constant, falling to zero along a line or half a cosine, or in one
 * cycle: along a line up to what the recipe says within the first quarter, then down to zero (Smith and Topin 2018,
 * arXiv:1708.07120, without the tail far below the start).
 */
export function learningRateAt({ learningRate, schedule }: Recipe['optimizer'], t: number, of: number): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'linear':
      return learningRate * (1 - t / of);
    case 'cosine':
      return (learningRate * (1 + Math.cos((Math.PI * t) / of))) / 2;
    case 'oneCycle':
      return learningRate * Math.min((t + 1) / (rising * of), (1 - t / of) / (1 - rising));
    default:
      return unreachable(schedule);
  }
}
