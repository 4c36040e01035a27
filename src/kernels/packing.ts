/**
 * Kernels of ours, on backends where every kernel has a price of its own: many float32 tensors as one and back, by copies
 * without a shader.
 */

/** Inputs: a list of tensors; gives all their values in one, `[total]`. */
export const Pack = 'PackValues';

/** Input `x`, `[total]`; gives tensors of the shapes that `UnpackAttrs` names, in turn. */
export const Unpack = 'UnpackValues';

export interface UnpackAttrs {
  readonly shapes: readonly (readonly number[])[];
}
