import type { Norm } from './threat.ts';

/** Length of a perturbation in plain numbers, where no tensor is at hand. */
export function lengthOf(norm: Norm, delta: ArrayLike<number>): number {
  let [largest, squares, sum] = [0, 0, 0];
  for (let i = 0; i < delta.length; i++) {
    const size = Math.abs(delta[i]!);
    largest = Math.max(largest, size);
    squares += size * size;
    sum += size;
  }
  return { linf: largest, l2: Math.sqrt(squares), l1: sum }[norm];
}
