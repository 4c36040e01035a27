import type { Images } from './norms.ts';
import { selectRows } from './selectRows.ts';
import * as tf from './tf.ts';

/** Nearest adversarial image found so far, and how far away; the clean image, and `nowhere`, while there is none. */
export type Nearest = {
  readonly x: Images;
  /** `[n]` */
  readonly distance: tf.Tensor1D;
};

/** Larger than any distance, and finite, because rows are chosen by multiplying with 0 and 1. */
export const nowhere = 1e30;

/** Owned by the caller. */
export const noneYet = (x0: Images): Nearest => ({ x: tf.clone(x0), distance: tf.fill([x0.shape[0]], nowhere) });

/** `now` where it is a hit (`[n]`, bool) and nearer than before, else `before`. All borrowed; the result is owned. */
export function keepNearer(hit: tf.Tensor1D, now: Nearest, before: Nearest): Nearest {
  return tf.tidy(() => {
    const better = tf.logicalAnd(hit, tf.less(now.distance, before.distance)) as tf.Tensor1D;
    return { x: selectRows(better, now.x, before.x), distance: selectRows(better, now.distance, before.distance) };
  });
}
