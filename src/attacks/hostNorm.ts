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

const halvings = 40; // of an interval no longer than the largest change: what is left is far below a float32

/**
 * Writes the nearest image to x₀ + δ within l1 distance ε of x₀ and inside the box into `out`: every change shrinks by the
 * one threshold θ at which Σ min(max(|δ| − θ, 0), room) = ε (Croce and Hein 2021, arXiv:2103.01208, sec. 3).
 */
export function confineL1Into(out: Float32Array, delta: Float64Array, { x0, epsilon }: Ball): void {
  const size = delta.map(Math.abs);
  const room = delta.map((value, i) => (value > 0 ? 1 - x0[i]! : x0[i]!));
  const shrunk = (i: number, threshold: number) => Math.min(Math.max(size[i]! - threshold, 0), room[i]!);
  const total = (threshold: number) => size.reduce((sum, _, i) => sum + shrunk(i, threshold), 0);
  let [low, high] = [0, size.reduce((most, value) => Math.max(most, value), 0)];
  if (total(0) <= epsilon) high = 0;
  for (let i = 0; i < halvings && high > 0; i++) {
    const middle = (low + high) / 2;
    if (total(middle) > epsilon) low = middle;
    else high = middle;
  }
  out.forEach((_, i) => {
    out[i] = pixel(x0[i]! + Math.sign(delta[i]!) * shrunk(i, high));
  });
}
