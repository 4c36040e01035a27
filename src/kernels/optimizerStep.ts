/**
 * Kernels of ours: one update of a variable in one pass, float32. What they compute is written down in operations in
 * `src/tensor/optimizerStep.ts`.
 */

/** Inputs `x`, `first`, `second` (moments) and `gradient`; gives the next `x`, `first` and `second`. */
export const AdamStep = 'AdamStep';

export interface AdamStepAttrs {
  /** Learning rate with the correction for the bias of the moments. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Inputs `x` and `gradient`; gives the next `x`. */
export const SgdStep = 'SgdStep';

export interface SgdStepAttrs {
  readonly rate: number;
}
