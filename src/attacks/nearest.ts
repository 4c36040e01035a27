import { distances } from './hostNorm.ts';
import { ask, type Interview, type Sitter } from './interview.ts';

/** Asks whether an image is wrong. */
export type Test = (x: Float32Array) => Interview<boolean, boolean>;

/** A question whose image is kept in `found` where it is wrong and nearer than every one before. */
export function nearest({ norm, x0, found }: Sitter): Test {
  let best = Number.POSITIVE_INFINITY;
  return function* test(x) {
    const wrong = yield* ask(x);
    const far = wrong ? distances[norm](x, x0) : best;
    if (far < best) {
      best = far;
      found.set(x);
    }
    return wrong;
  };
}
