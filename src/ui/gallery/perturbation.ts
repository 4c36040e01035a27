import type { Norm } from '../../core/threat.ts';

/** How much a perturbation must be amplified to fill the grey scale: a whole number, 1 to 32. */
export function amplification(norm: Norm, epsilon: number, pixels: number): number {
  const typical = { linf: epsilon, l2: (4 * epsilon) / Math.sqrt(pixels), l1: (16 * epsilon) / pixels }[norm];
  return Math.max(1, Math.min(32, Math.round(0.5 / Math.max(typical, 1e-6))));
}

/** 0.5 + δ × times: mid-grey where nothing changed. */
export const drawPerturbation = (clean: Float32Array, adversarial: Float32Array, times: number): Float32Array =>
  clean.map((value, i) => 0.5 + (adversarial[i]! - value) * times);
