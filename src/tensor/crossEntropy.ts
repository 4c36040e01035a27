import { CrossEntropy } from '../kernels/crossEntropy.ts';
import { hasKernel } from './hasKernel.ts';
import type { Labels, Logits } from './norms.ts';
import * as tf from './tf.ts';

/**
 * logΣexp(z) − z_y for every row, `[n]`, owned by the caller. Stable for any finite logits. One kernel where the backend has
 * it, else composed of operations.
 */
export function crossEntropy(logits: Logits, labels: Labels): tf.Tensor1D {
  if (!hasKernel(CrossEntropy)) return composedCrossEntropy(logits, labels);
  return tf.engine().runKernel(CrossEntropy, { logits, labels }) as tf.Tensor1D; // it has one output
}

/** The same in operations that every backend has. */
export const composedCrossEntropy = (logits: Logits, labels: Labels): tf.Tensor1D =>
  tf.tidy(() => tf.sub(tf.logSumExp(logits, 1), tf.sum(tf.mul(logits, tf.oneHot(labels, logits.shape[1])), 1)));
