import type { Corruption } from './corruption.ts';
import {
  blurred,
  clipped,
  diskTaps,
  gaussianTaps,
  type Picture,
  scaleOf,
  type Tap,
  warped,
  withPixels,
} from './picture.ts';

/** A lens out of focus: a disk. */
export const defocusBlur: Corruption = (picture, severity) => {
  const radius = [0.6, 0.8, 1, 1.25, 1.5][severity - 1]! * scaleOf(picture);
  return clipped(blurred(picture, diskTaps(radius)));
};

/** Frosted glass: pixels trade places with a neighbour, between two slight blurs. */
export const glassBlur: Corruption = (picture, severity, rng) => {
  const share = [0.15, 0.3, 0.45, 0.65, 0.9][severity - 1]!;
  const bell = gaussianTaps(0.3 * scaleOf(picture));
  const soft = blurred(picture, bell);
  const reach = Math.max(1, Math.round(scaleOf(picture)));
  return clipped(blurred(shaken(soft, { share, reach, uniform: rng.uniform }), bell));
};

/** A hand that moved: a trail to one side that fades, in a direction up to 45° from level. */
export const motionBlur: Corruption = (picture, severity, rng) => {
  const length = [0.8, 1.2, 1.6, 2.1, 2.7][severity - 1]! * scaleOf(picture);
  return clipped(blurred(picture, trail(length, (rng.uniform() - 0.5) * (Math.PI / 2))));
};

/** A zoom during the exposure: the mean of enlargements up to this factor. */
export const zoomBlur: Corruption = (picture, severity) => {
  const largest = [1.06, 1.11, 1.16, 1.21, 1.26][severity - 1]!;
  const factors = Array.from({ length: Math.round((largest - 1) / zoomStep) }, (_, i) => 1 + i * zoomStep);
  const sums = new Float32Array(picture.pixels.length);
  for (const factor of factors) {
    const { pixels } = enlarged(picture, factor);
    for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + pixels[i]! / factors.length;
  }
  return clipped(withPixels(picture, sums));
};

const zoomStep = 0.01;

/** Taps of a trail whose strength falls like a bell of width `sigma`, towards `radians` from level. */
export function trail(sigma: number, radians: number): Tap[] {
  return Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, i) => ({
    down: i * Math.sin(radians),
    right: i * Math.cos(radians),
    weight: Math.exp(-(i ** 2) / (2 * sigma ** 2)),
  }));
}

/** The middle of the picture, as large as the whole. */
export function enlarged(picture: Picture, factor: number): Picture {
  const [row, column] = [(picture.height - 1) / 2, (picture.width - 1) / 2];
  return warped(picture, (r, c) => [row + (r - row) / factor, column + (c - column) / factor]);
}

interface Shake {
  /** Of the pixels. */
  readonly share: number;
  readonly reach: number;
  readonly uniform: () => number;
}

/** Pixels swapped with one at most `reach` rows and columns away, in order. */
function shaken(picture: Picture, { share, reach, uniform }: Shake): Picture {
  const { height, width, channels } = picture;
  const pixels = picture.pixels.slice();
  const step = () => Math.floor(uniform() * (2 * reach + 1)) - reach;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [chance, down, right] = [uniform(), step(), step()];
      const [r, c] = [row + down, column + right];
      if (chance >= share || r < 0 || r >= height || c < 0 || c >= width) continue;
      swap(pixels, (row * width + column) * channels, (r * width + c) * channels, channels);
    }
  }
  return withPixels(picture, pixels);
}

function swap(pixels: Float32Array, a: number, b: number, count: number): void {
  for (let i = 0; i < count; i++) [pixels[a + i], pixels[b + i]] = [pixels[b + i]!, pixels[a + i]!];
}
