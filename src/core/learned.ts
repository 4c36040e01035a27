/** What an attack learned once for all images, as plain numbers. */
export interface Learned {
  /** `patch` covers part of an image; `perturbation` is added to all of it. */
  readonly kind: 'patch' | 'perturbation';
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly values: Float32Array;
}
