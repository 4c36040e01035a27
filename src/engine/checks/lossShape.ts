import type { Trial } from './trial.ts';

/**
 * How the gain of an attack ran on the images that it did not fool: the share of its rise that came in the last quarter
 * of the steps, and of its way that went down (Pintor et al. 2022, arXiv:2106.09947, sec. 3). A gain that never rose
 * counts as one that has everything still before it.
 */
export function lossShape({ gains, won }: Pick<Trial, 'gains' | 'won'>): {
  readonly late: number;
  readonly falls: number;
} {
  const held = won.flatMap((hit, i) => (hit ? [] : [i]));
  if (held.length === 0) return { late: 0, falls: 0 };
  const curve = gains.map((step) => held.reduce((sum, i) => sum + step[i]!, 0) / held.length);
  const best = curve.map((_, step) => Math.max(...curve.slice(0, step + 1)));
  const moves = curve.slice(1).map((gain, step) => gain - curve[step]!);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const way = sum(moves.map(Math.abs));
  const down = sum(moves.map((move) => Math.max(0, -move)));
  const rise = best.at(-1)! - curve[0]!;
  const quarter = best[Math.ceil(0.75 * (curve.length - 1))]!;
  return { late: rise > 0 ? (best.at(-1)! - quarter) / rise : 1, falls: way > 0 ? down / way : 0 };
}
