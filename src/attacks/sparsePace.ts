import { sparseSign } from '../tensor/largestCoordinates.ts';
import { balls, confine, type Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import { type Adaptive, adaptiveFrom, renewed } from './adaptive.ts';
import type { Slope } from './ascend.ts';
import type { AttackInput } from './attack.ts';

/** What a sparse climb keeps, besides its record. */
type Paced = Adaptive & {
  /** Pixels the perturbation had at the last checkpoint, `[n, 1, 1, 1]`. */
  readonly pixels: tf.Tensor;
};

const perImage = [1, 2, 3];
const checkEvery = 0.04; // of the steps
const sparser = 1.5; // a step goes along fewer pixels than the perturbation has, by this factor
const settled = 0.95; // the pixels no longer become fewer
const shrink = 1.5; // of the step, once they are settled
const shortest = 0.1; // step, in ε

/**
 * Steps of Auto-PGD in l1 (Croce and Hein 2021, arXiv:2103.01208, sec. 4), of ε to begin with, along the signs of the
 * largest slopes, and back into ball and box at once. Checkpoints adapt how sparse the steps are to how sparse the best
 * perturbation is; where it still becomes sparser the step is long again and the climb goes back to its highest point,
 * else the step shrinks.
 */
export const sparsePace = {
  begin: (x: Images, { x0, threat }: AttackInput<unknown>): Paced => ({
    ...adaptiveFrom(x, threat.epsilon),
    pixels: pixelsOf(x, x0),
  }),
  step: (slope: Slope<{ readonly steps: number }, Paced>): Paced => {
    const { at, gradient, input, i } = slope;
    const seen = { ...at, ...renewed(slope), gradient };
    const every = Math.max(1, Math.floor(checkEvery * input.params.steps));
    return moved(i > 0 && i % every === 0 ? reconsidered(seen, input) : seen, input);
  },
};

/** Pixels in which two images differ. */
const pixelsOf = (x: Images, x0: Images): tf.Tensor => tf.sum(tf.step(tf.abs(tf.sub(x, x0))), perImage, true);

type Seen = Paced & { readonly gradient: Images };

function reconsidered(seen: Seen, { x0, threat }: AttackInput<unknown>): Seen {
  const pixels = pixelsOf(seen.bestX, x0);
  const fewer = tf.reshape(tf.less(pixels, tf.mul(settled, seen.pixels)), [-1]) as tf.Tensor1D;
  const shorter = tf.maximum(tf.div(seen.stride, shrink), shortest * threat.epsilon);
  return {
    ...seen,
    pixels,
    x: selectRows(fewer, seen.bestX, seen.x),
    gradient: selectRows(fewer, seen.bestGradient, seen.gradient),
    stride: selectRows(fewer, tf.fill(shorter.shape, threat.epsilon), shorter),
  };
}

function moved({ gradient, ...at }: Seen, { x0, threat }: AttackInput<unknown>): Paced {
  const count = tf.maximum(tf.ceil(tf.div(at.pixels, sparser)), 1);
  const step = tf.mul(at.stride, sparseSign(gradient, count));
  return { ...at, x: confine(balls.l1, tf.add(at.x, step), x0, threat.epsilon) };
}
