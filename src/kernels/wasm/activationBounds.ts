export type Bounds = readonly [lowest: number, highest: number];

export const unbounded: Bounds = [-Infinity, Infinity];
export const positive: Bounds = [0, Infinity];

/** Bounds that turn an activation into a clamp of the result; other activations are left to the stock kernels. */
export const activationBounds = (activation = 'linear'): Bounds | undefined => bounds.get(activation);

const bounds: ReadonlyMap<string, Bounds> = new Map<string, Bounds>([
  ['linear', unbounded],
  ['relu', positive],
  ['relu6', [0, 6]],
]);
