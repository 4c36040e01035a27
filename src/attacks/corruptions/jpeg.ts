import type { Corruption } from './corruption.ts';
import { clipped, type Picture, withPixels } from './picture.ts';

/**
 * What JPEG loses: blocks of 8 × 8 of brightness and colour as cosines, each rounded to a multiple of its step (ITU-T T.81,
 * annex K, steps by quality as the Independent JPEG Group's library has them). Coding after that loses nothing, so there
 * is none. Colour keeps its full size. One channel is brightness; numbers of channels other than 1 and 3 are so many
 * brightnesses.
 */
export const jpeg: Corruption = (picture, severity) => {
  const quality = [80, 65, 58, 50, 40][severity - 1]!;
  if (picture.channels !== 3) return clipped(coded(picture, () => stepsFor(brightnessSteps, quality)));
  const planes = coded(toPlanes(picture), (c) => stepsFor(c === 0 ? brightnessSteps : colorSteps, quality));
  return clipped(fromPlanes(planes));
};

const side = 8;

/** Every channel coded with the steps given. */
function coded(picture: Picture, stepsOf: (channel: number) => readonly number[]): Picture {
  const { height, width, channels } = picture;
  const pixels = picture.pixels.slice();
  for (let c = 0; c < channels; c++) {
    const steps = stepsOf(c);
    for (let row = 0; row < height; row += side)
      for (let column = 0; column < width; column += side) codeBlock({ ...picture, pixels }, row, column, c, steps);
  }
  return withPixels(picture, pixels);
}

/** One block in place; where it leaves the picture, the border goes on. */
function codeBlock(
  { height, width, channels, pixels }: Picture,
  row: number,
  column: number,
  c: number,
  steps: readonly number[],
) {
  const place = (i: number) => {
    const [r, k] = [Math.min(height - 1, row + Math.floor(i / side)), Math.min(width - 1, column + (i % side))];
    return (r * width + k) * channels + c;
  };
  const values = Float64Array.from({ length: side * side }, (_, i) => 255 * pixels[place(i)]! - 128);
  const waves = turned(values, cosines).map((value, i) => Math.round(value / steps[i]!) * steps[i]!);
  const back = turned(waves, transposed);
  for (let i = 0; i < side * side; i++) {
    const isInside = row + Math.floor(i / side) < height && column + (i % side) < width;
    if (isInside) pixels[place(i)] = Math.min(1, Math.max(0, (Math.round(back[i]!) + 128) / 255));
  }
}

/** Orthonormal cosines, `[frequency][place]`. */
const cosines = Array.from({ length: side }, (_, f) =>
  Array.from(
    { length: side },
    (_, x) => Math.sqrt((f === 0 ? 1 : 2) / side) * Math.cos(((2 * x + 1) * f * Math.PI) / (2 * side)),
  ),
);
const transposed = cosines.map((_, i) => cosines.map((row) => row[i]!));

/** M · block · Mᵀ */
function turned(block: Float64Array, m: readonly (readonly number[])[]): Float64Array {
  const half = new Float64Array(side * side);
  const whole = new Float64Array(side * side);
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++)
      for (let k = 0; k < side; k++) half[i * side + j] = half[i * side + j]! + m[i]![k]! * block[k * side + j]!;
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++)
      for (let k = 0; k < side; k++) whole[i * side + j] = whole[i * side + j]! + half[i * side + k]! * m[j]![k]!;
  return whole;
}

function stepsFor(table: readonly number[], quality: number): number[] {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
}

/** Red, green, blue to brightness and two differences of colour (JFIF), these around ½. */
const toPlanes = (picture: Picture): Picture =>
  eachPixel(picture, (r, g, b) => {
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    return [y, (b - y) / 1.772 + 0.5, (r - y) / 1.402 + 0.5];
  });

const fromPlanes = (picture: Picture): Picture =>
  eachPixel(picture, (y, blue, red) => {
    const [r, b] = [y + 1.402 * (red - 0.5), y + 1.772 * (blue - 0.5)];
    return [r, (y - 0.299 * r - 0.114 * b) / 0.587, b];
  });

type Triple = readonly [number, number, number];

function eachPixel(picture: Picture, next: (...color: Triple) => Triple): Picture {
  const pixels = new Float32Array(picture.pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    pixels.set(next(picture.pixels[i]!, picture.pixels[i + 1]!, picture.pixels[i + 2]!), i);
  }
  return withPixels(picture, pixels);
}

// biome-ignore format: tables of 8 × 8
const brightnessSteps = [
  16, 11, 10, 16, 24, 40, 51, 61,
  12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,
  24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];

// biome-ignore format: tables of 8 × 8
const colorSteps = [
  17, 18, 24, 47, 99, 99, 99, 99,
  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99,
];
