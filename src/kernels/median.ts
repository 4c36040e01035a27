/**
 * A kernel of ours: the median of the window around each pixel, per channel, edges repeated. Input `x`, `[n, h, w, c]`
 * float32 without NaN, attributes `MedianAttrs`; the result is what `src/tensor/median.ts` writes down in operations.
 */
export const Median = 'Median';

export interface MedianAttrs {
  /** Side of the window. One of 2 looks up and left and takes the upper of the two middle values. */
  readonly size: 2 | 3;
}
