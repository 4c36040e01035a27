type Bounds = readonly [lowest: number, highest: number];

/** Bounds that turn an activation into a clamp of the result; other activations are left to the stock kernels. */
export const activationBounds = (activation = 'linear'): Bounds | undefined => bounds.get(activation);

const bounds: ReadonlyMap<string, Bounds> = new Map<string, Bounds>([
  ['linear', [-Infinity, Infinity]],
  ['relu', [0, Infinity]],
  ['relu6', [0, 6]],
]);
