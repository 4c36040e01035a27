/**
 * Kernels of ours for batch norm that goes by the batch at hand, float32, channels last. What they compute is written down
 * in operations in `src/tensor/batchNorm.ts`.
 */

/** Input `x`; gives its mean and biased variance per channel, [c]. */
export const BatchMoments = 'BatchMoments';

/** Inputs `dy`, `x`, `mean`, `variance` and `gamma`; gives the gradients of x, gamma and beta. */
export const BatchNormSlopes = 'BatchNormSlopes';

export interface BatchNormSlopesAttrs {
  readonly epsilon: number;
}
