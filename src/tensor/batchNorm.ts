import { BatchMoments, BatchNormSlopes } from '../kernels/batchStatistics.ts';
import { hasKernel } from './hasKernel.ts';
import * as tf from './tf.ts';

/** Per channel: what batch norm scales by and shifts by, [c]. */
export interface BatchNormWeights {
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
  /** Keeps 1/√(variance + ε) finite. */
  readonly epsilon: number;
}

/** What one batch says about each channel, [c]. */
export interface ChannelStatistics {
  readonly mean: tf.Tensor1D;
  /** Biased: the mean of squares around the mean. */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch norm over the batch itself, as in training (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1), with the
 * statistics it used, which no gradient passes. All owned by the caller; the statistics outlive `tf.tidy`.
 *
 *     x̂ = (x − mean)/√(variance + ε)      y = γ x̂ + β
 *     ∂x = γ/√(variance + ε) · (∂y − Σ∂y/N − x̂ Σ(∂y x̂)/N)      N values per channel
 *
 * One operation with a gradient of its own: composed of `tf.moments` and `tf.batchNorm` it would be twice the work. One
 * kernel for each direction where the backend has it, else composed of operations.
 */
export function batchNormOfBatch(
  x: tf.Tensor4D,
  { gamma, beta, epsilon }: BatchNormWeights,
): ChannelStatistics & { readonly y: tf.Tensor4D } {
  let statistics: ChannelStatistics | undefined;
  const normalise = tf.customGrad((...inputs) => {
    const [images, scale, shift, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const { mean, variance } = momentsOf(images);
    statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
    save([images, mean, variance, scale]); // what is not saved is gone when the way back begins
    return { value: tf.batchNorm(images, mean, variance, shift, scale, epsilon), gradFunc: slopesWith(epsilon) };
  });
  const y = normalise(x, gamma, beta) as tf.Tensor4D;
  return { y, ...statistics! }; // customGrad has called back
}

function momentsOf(x: tf.Tensor4D): ChannelStatistics {
  if (hasKernel(BatchMoments)) {
    const [mean, variance] = tf.engine().runKernel(BatchMoments, { x }) as unknown as tf.Tensor1D[]; // its outputs
    return { mean: mean!, variance: variance! };
  }
  const mean = channelMeans(x);
  return { mean, variance: channelMeans(tf.squaredDifference(x, mean)) };
}

/** The gradients of x, gamma and beta. */
const slopesWith = (epsilon: number) => (dy: tf.Tensor, saved: tf.Tensor[]) => {
  const [x, mean, variance, gamma] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  if (hasKernel(BatchNormSlopes)) {
    const inputs = { dy, x, mean, variance, gamma };
    return tf.engine().runKernel(BatchNormSlopes, inputs, { epsilon }) as unknown as tf.Tensor[]; // in this order
  }
  const [n, h, w] = x.shape;
  const values = n * h * w;
  const steepness = tf.rsqrt(tf.add(variance, epsilon));
  const centred = tf.sub(x, mean);
  const meanDy = channelMeans(dy as tf.Tensor4D);
  const meanProduct = tf.mul(channelMeans(tf.mul(dy, centred)), steepness); // mean of ∂y x̂
  const along = tf.mul(centred, tf.mul(steepness, meanProduct));
  const dx = tf.mul(tf.sub(tf.sub(dy, meanDy), along), tf.mul(gamma, steepness));
  return [dx, tf.mul(meanProduct, values), tf.mul(meanDy, values)];
};

/** First within each image, then over images: many short sums keep a graphics processor busy, a few long ones do not. */
const channelMeans = (x: tf.Tensor4D): tf.Tensor1D => tf.mean(tf.mean(x, [1, 2]), 0) as tf.Tensor1D;
