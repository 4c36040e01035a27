import type { Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Iterate, Point, Slope } from './ascend.ts';

/** A climb that remembers where it stood highest: that point, the gradient there, and the gain, `[n]`. */
export type Adaptive = Iterate & {
  readonly bestX: Images;
  readonly bestGradient: Images;
  readonly bestGain: tf.Tensor1D;
  /** Length of the next step, `[n, 1, 1, 1]`. */
  readonly stride: tf.Tensor;
};

/** Lower than any gain, and finite, because rows are chosen by multiplying with 0 and 1. */
const nowhere = -1e30;

/** The beginning at `x`, before anything was measured. Owned by the caller, as are all results here. */
export function adaptiveFrom(x: Images, stride: number): Adaptive {
  const n = x.shape[0];
  return {
    x: tf.clone(x),
    bestX: tf.clone(x),
    bestGradient: tf.zerosLike(x),
    bestGain: tf.fill([n], nowhere),
    stride: tf.fill([n, 1, 1, 1], stride),
  };
}

/** The record, renewed where the present iterate is higher. */
export function renewed({
  at,
  gradient,
  gain,
}: Pick<Slope<unknown, Adaptive>, 'at' | 'gradient' | 'gain'>): Omit<Adaptive, 'x' | 'stride'> {
  const higher = tf.greater(gain, at.bestGain) as tf.Tensor1D;
  return {
    bestX: selectRows(higher, at.x, at.bestX),
    bestGradient: selectRows(higher, gradient, at.bestGradient),
    bestGain: selectRows(higher, gain, at.bestGain),
  };
}

/** The higher of the last iterate and the record. */
export function betterOf(last: Point, at: Adaptive): Point {
  const higher = tf.greater(last.gain, at.bestGain) as tf.Tensor1D;
  return { x: selectRows(higher, last.x, at.bestX), gain: selectRows(higher, last.gain, at.bestGain) };
}
