import type { Corruption } from './corruption.ts';
import { blurred, clipped, drawn, gaussianTaps, type Picture, scaleOf, warped, withPixels } from './picture.ts';

/** Flat light: every number moves towards the mean of its channel. */
export const contrast: Corruption = (picture, severity) => {
  const kept = [0.75, 0.5, 0.4, 0.3, 0.15][severity - 1]!;
  const { channels, pixels } = picture;
  const means = Array.from({ length: channels }, (_, c) => {
    const own = pixels.filter((_, i) => i % channels === c);
    return own.reduce((a, b) => a + b, 0) / own.length;
  });
  return clipped(
    withPixels(
      picture,
      pixels.map((value, i) => means[i % channels]! + kept * (value - means[i % channels]!)),
    ),
  );
};

/** A rubber sheet: pixels come from places a few pixels off, neighbours from neighbouring places. */
export const elastic: Corruption = (picture, severity, rng) => {
  const reach = [0.5, 0.8, 1.1, 1.5, 2][severity - 1]! * scaleOf(picture);
  const [down, right] = [wave(picture, rng.normal), wave(picture, rng.normal)];
  const { width } = picture;
  return clipped(
    warped(picture, (row, column) => {
      const at = row * width + column;
      return [row + reach * down[at]!, column + reach * right[at]!];
    }),
  );
};

/** Smooth random heights with root mean square 1. */
function wave(picture: Picture, normal: () => number): Float32Array {
  const { pixels } = blurred(
    drawn(picture, () => normal()),
    gaussianTaps(2.5 * scaleOf(picture)),
  );
  const size = Math.sqrt(pixels.reduce((sum, value) => sum + value ** 2, 0) / pixels.length);
  return pixels.map((value) => value / Math.max(size, 1e-12)); // one pixel alone may be 0
}

/** A small version enlarged again: blocks of one colour, each the mean of what it covers. */
export const pixelate: Corruption = (picture, severity) => {
  const share = [0.95, 0.85, 0.75, 0.65, 0.5][severity - 1]!;
  const blockOf = (index: number, length: number) => Math.floor((index * blocksIn(length, share)) / length);
  const { width, channels, pixels } = picture;
  const columns = blocksIn(width, share);
  const block = (at: number) => blockOf(Math.floor(at / width), picture.height) * columns + blockOf(at % width, width);
  const sums = new Float64Array(blocksIn(picture.height, share) * columns * channels);
  const counts = new Uint32Array(sums.length);
  pixels.forEach((value, i) => {
    const entry = block(Math.floor(i / channels)) * channels + (i % channels);
    sums[entry] = sums[entry]! + value;
    counts[entry] = counts[entry]! + 1;
  });
  const mean = (i: number, at: number) => {
    const entry = block(at) * channels + (i % channels);
    return sums[entry]! / counts[entry]!;
  };
  return clipped(
    withPixels(
      picture,
      pixels.map((_, i) => mean(i, Math.floor(i / channels))),
    ),
  );
};

const blocksIn = (length: number, share: number): number => Math.max(1, Math.round(length * share));
