import { unreachable } from '../core/errors.ts';
import type { Recipe } from './recipe.ts';

/** Learning rate of update `t` of `of`, counted from 0: constant, or falling to zero along a line or half a cosine. */
export function learningRateAt({ learningRate, schedule }: Recipe['optimizer'], t: number, of: number): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'linear':
      return learningRate * (1 - t / of);
    case 'cosine':
      return (learningRate * (1 + Math.cos((Math.PI * t) / of))) / 2;
    default:
      return unreachable(schedule);
  }
}
