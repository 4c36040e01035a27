import { bilinear, lookUp, type PlaceOf } from '../../tensor/bilinear.ts';

/** One image as plain numbers: row by row, pixel by pixel, channel by channel, in [0, 1]. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Float32Array;
}

/** The settings of CIFAR-10-C are lengths on pictures of this side; on others they grow with the shorter side. */
const usualSide = 32;

export const scaleOf = ({ height, width }: Picture): number => Math.min(height, width) / usualSide;

export const withPixels = (picture: Picture, pixels: Float32Array): Picture => ({ ...picture, pixels });

/** Numbers beyond black and white come back to them. */
export const clipped = (picture: Picture): Picture =>
  withPixels(
    picture,
    picture.pixels.map((value) => Math.min(1, Math.max(0, value))),
  );

/** A new value for each number; `at` counts pixels, not numbers. */
export const mapped = (picture: Picture, next: (value: number, at: number) => number): Picture =>
  withPixels(
    picture,
    picture.pixels.map((value, i) => next(value, Math.floor(i / picture.channels))),
  );

/** A picture of one channel, pixel by pixel. */
export function drawn({ height, width }: Picture, valueAt: (row: number, column: number) => number): Picture {
  const pixels = Float32Array.from({ length: height * width }, (_, i) => valueAt(Math.floor(i / width), i % width));
  return { height, width, channels: 1, pixels };
}

/** Looks elsewhere for every pixel; beyond the border the border goes on. */
export function warped(picture: Picture, placeOf: PlaceOf): Picture {
  const { height, width, channels, pixels } = picture;
  const inside = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const lookup = bilinear([height, width], [height, width], (row, column) => {
    const [r, c] = placeOf(row, column);
    return [inside(r, height - 1), inside(c, width - 1)];
  });
  return withPixels(picture, lookUp(pixels, channels, lookup));
}

/** One entry of a kernel: where to look, and how much it counts. */
export interface Tap {
  readonly down: number;
  readonly right: number;
  readonly weight: number;
}

/** Weighted mean of the neighbours; weights need not sum to 1, places need not be whole. */
export function blurred(picture: Picture, taps: readonly Tap[]): Picture {
  const total = taps.reduce((sum, { weight }) => sum + weight, 0);
  const sums = new Float32Array(picture.pixels.length);
  for (const { down, right, weight } of taps) {
    const { pixels } = warped(picture, (row, column) => [row + down, column + right]);
    for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + (weight / total) * pixels[i]!;
  }
  return withPixels(picture, sums);
}

/** A bell of this width in pixels, as far as it is seen. */
export function gaussianTaps(sigma: number): Tap[] {
  const reach = Math.max(1, Math.ceil(3 * sigma));
  return square(reach, (down, right) => Math.exp(-(down ** 2 + right ** 2) / (2 * sigma ** 2)));
}

/** A disk of this radius in pixels with a soft edge. */
export const diskTaps = (radius: number): Tap[] =>
  square(Math.ceil(radius), (down, right) => Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(down, right))));

function square(reach: number, weightAt: (down: number, right: number) => number): Tap[] {
  const side = 2 * reach + 1;
  return Array.from({ length: side * side }, (_, i) => {
    const [down, right] = [Math.floor(i / side) - reach, (i % side) - reach];
    return { down, right, weight: weightAt(down, right) };
  }).filter(({ weight }) => weight > 1e-4); // less is not seen
}
