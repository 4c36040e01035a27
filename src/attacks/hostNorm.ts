import type { Norm } from '../core/threat.ts';

/** Distance of two images in the memory of the host. */
export const distances: Record<Norm, (x: Float32Array, y: Float32Array) => number> = {
  linf: (x, y) => x.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i]!)), 0),
  l2: (x, y) => Math.sqrt(x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0)),
  l1: (x, y) => x.reduce((sum, value, i) => sum + Math.abs(value - y[i]!), 0),
};

/** Length of a vector, l2. */
export const lengthOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** The nearest value a pixel can have. */
export const pixel = (value: number): number => Math.min(1, Math.max(0, value));
