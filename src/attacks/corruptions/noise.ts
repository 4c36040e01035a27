import type { Corruption } from './corruption.ts';
import { clipped, mapped } from './picture.ts';

/** Of a sensor in the dark: x + σ·N(0, 1). */
export const gaussianNoise: Corruption = (picture, severity, rng) => {
  const sigma = [0.04, 0.06, 0.08, 0.09, 0.1][severity - 1]!;
  return clipped(mapped(picture, (value) => value + sigma * rng.normal()));
};

/** Of few photons: a pixel counts Poisson(x · λ) of them. */
export const shotNoise: Corruption = (picture, severity, rng) => {
  const photons = [500, 250, 100, 75, 50][severity - 1]!;
  return clipped(mapped(picture, (value) => poisson(value * photons, rng.uniform, rng.normal) / photons));
};

/** Dead and stuck pixels: each number is black or white with this probability. */
export const impulseNoise: Corruption = (picture, severity, rng) => {
  const share = [0.01, 0.02, 0.03, 0.05, 0.07][severity - 1]!;
  return mapped(picture, (value) => {
    const [struck, color] = [rng.uniform(), rng.uniform()]; // both drawn always, so that a higher share adds to a lower one
    return struck < share ? Math.round(color) : value;
  });
};

const many = 50; // from here on a Poisson count is normal for the eye

/** Knuth's product of uniforms for small means. */
function poisson(mean: number, uniform: () => number, normal: () => number): number {
  if (mean > many) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= 1 - uniform()) count++;
  return count;
}
