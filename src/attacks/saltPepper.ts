import { shuffled } from '../core/rng.ts';
import type { Attack } from './attack.ts';
import { decisions } from './hearing.ts';
import { type Interview, interview, type Sitter } from './interview.ts';
import { nearest } from './nearest.ts';

/**
 * Salt and pepper noise, as little as succeeds (after Foolbox; Rauber et al. 2017, arXiv:1707.04131). Values turn black or
 * white in a random order; how many it takes is found by bisection; then other orders are tried that must do with fewer.
 *
 * Cost: `queries` forward passes per image.
 */
export const saltPepper: Attack<'saltpepper'> = (input) => interview(input, decisions, sprinkle);

function* sprinkle(sitter: Sitter): Interview<boolean> {
  const { x0, rng } = sitter;
  const test = nearest(sitter);
  for (let most = x0.length; most > 0; ) {
    const order = shuffled(x0.length, rng);
    const grains = Float32Array.from(x0, () => (rng.uniform() < 0.5 ? 0 : 1));
    const sprinkled = (count: number) => {
      const x = x0.slice();
      for (const i of order.subarray(0, count)) x[i] = grains[i]!;
      return x;
    };
    if (!(yield* test(sprinkled(most)))) continue;
    let low = 0;
    while (most - low > 1) {
      const middle = Math.floor((low + most) / 2);
      if (yield* test(sprinkled(middle))) most = middle;
      else low = middle;
    }
    most--;
  }
}
