import type { Norm, Threat } from '../core/threat.ts';

/** Images within ε of a clean one. */
type Ball = Threat & { readonly x0: Float32Array };

export const tiny = 1e-12; // keeps x/‖x‖ finite at x = 0

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

/** Writes the nearest image to `y` within ε of `x0` into `out`, for linf and l2; the box comes last and only shortens. */
export function confineInto(out: Float32Array, y: ArrayLike<number>, { norm, x0, epsilon }: Ball): void {
  const delta = Float64Array.from(x0, (value, i) => y[i]! - value);
  const scale = norm === 'linf' ? 1 : Math.min(1, epsilon / Math.max(lengthOf(delta), tiny));
  const most = norm === 'linf' ? epsilon : Number.POSITIVE_INFINITY;
  for (let i = 0; i < out.length; i++) {
    out[i] = pixel(x0[i]! + Math.min(most, Math.max(-most, scale * delta[i]!)));
  }
}
