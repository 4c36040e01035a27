import { enlarged, trail } from './blur.ts';
import type { Corruption } from './corruption.ts';
import { blurred, clipped, drawn, mapped, type Picture, scaleOf } from './picture.ts';
import { plasma } from './plasma.ts';

/** Flakes that fall slantwise, before a picture that pales. */
export const snow: Corruption = (picture, severity, rng) => {
  const [mean, threshold, streak, kept] = (
    [
      [0.1, 0.6, 1, 0.95],
      [0.15, 0.58, 1.1, 0.92],
      [0.2, 0.56, 1.2, 0.88],
      [0.25, 0.54, 1.3, 0.84],
      [0.3, 0.52, 1.4, 0.8],
    ] as const
  )[severity - 1]!;
  const flakes = enlarged(
    drawn(picture, () => mean + 0.3 * rng.normal()),
    1.5,
  );
  const bright = mapped(flakes, (value) => (value < threshold ? 0 : Math.min(1, value)));
  const falling = (3 + rng.uniform() * 2) * (Math.PI / 8); // 67° to 112°: steeply down
  const { pixels } = blurred(bright, trail(streak * scaleOf(picture), falling));
  const grey = greyOf(picture);
  return clipped(
    mapped(picture, (value, at) => {
      const pale = Math.max(value, grey[at]! * 1.5 + 0.5);
      return kept * value + (1 - kept) * pale + pixels[at]! + pixels[pixels.length - 1 - at]!;
    }),
  );
};

/** Crystals of ice on the lens: bright ridges that branch. */
export const frost: Corruption = (picture, severity, rng) => {
  const [kept, ice] = (
    [
      [1, 0.15],
      [1, 0.25],
      [0.95, 0.37],
      [0.92, 0.47],
      [0.88, 0.57],
    ] as const
  )[severity - 1]!;
  const cloud = plasma(picture.height, picture.width, 1.6, rng);
  const fine = plasma(picture.height, picture.width, 1.3, rng);
  // A ridge runs where the cloud crosses its middle; the fine cloud breaks it up.
  return clipped(
    mapped(picture, (value, at) => kept * value + ice * (1 - Math.abs(2 * cloud[at]! - 1)) * (0.5 + fine[at]!)),
  );
};

/** A white veil of uneven thickness that takes contrast away. */
export const fog: Corruption = (picture, severity, rng) => {
  const [thickness, decay] = (
    [
      [0.2, 3],
      [0.5, 3],
      [0.75, 2.5],
      [1, 2],
      [1.5, 1.75],
    ] as const
  )[severity - 1]!;
  const veil = plasma(picture.height, picture.width, decay, rng);
  const most = picture.pixels.reduce((a, b) => Math.max(a, b));
  const squeeze = most > 0 ? most / (most + thickness) : 1;
  return clipped(mapped(picture, (value, at) => (value + thickness * veil[at]!) * squeeze));
};

/** Too long an exposure: the largest channel of each pixel grows by so much, its colour stays. */
export const brightness: Corruption = (picture, severity) => {
  const more = [0.05, 0.1, 0.15, 0.2, 0.3][severity - 1]!;
  const { channels, pixels } = picture;
  const value = Float32Array.from({ length: pixels.length / channels }, (_, at) =>
    pixels.subarray(at * channels, (at + 1) * channels).reduce((a, b) => Math.max(a, b)),
  );
  return clipped(
    mapped(picture, (number, at) => {
      const brighter = Math.min(1, value[at]! + more);
      return value[at]! > 0 ? (number * brighter) / value[at]! : brighter;
    }),
  );
};

/** Mean of the channels, pixel by pixel. */
function greyOf({ channels, pixels }: Picture): Float32Array {
  return Float32Array.from(
    { length: pixels.length / channels },
    (_, at) => pixels.subarray(at * channels, (at + 1) * channels).reduce((a, b) => a + b) / channels,
  );
}
