import { bilinear } from './bilinear.ts';

/** Height, width, channels. */
type Shape = readonly [number, number, number];

/** Weights of red, green and blue in grey (ITU-R BT.601). */
const grey = [0.299, 0.587, 0.114] as const;

/**
 * `n` images made to fit another shape: colours become grey or grey is repeated, then bilinear interpolation between
 * pixel centres. The same array where nothing has to change.
 */
export function resized(pixels: Float32Array, n: number, from: Shape, to: Shape): Float32Array {
  if (String(from) === String(to)) return pixels;
  const [h, w, c] = from;
  const [height, width, channels] = to;
  const along = (at: number, wanted: number, had: number) =>
    Math.min(had - 1, Math.max(0, ((at + 0.5) * had) / wanted - 0.5));
  const { from: places, weights } = bilinear([height, width], [h, w], (row, column) => [
    along(row, height, h),
    along(column, width, w),
  ]);
  const area = height * width;
  const out = new Float32Array(n * area * channels);
  for (let image = 0; image < n; image++) {
    for (let pixel = 0; pixel < area; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let corner = 0; corner < 4; corner++) {
          const at = corner * area + pixel;
          sum += weights[at]! * valueAt(pixels, (image * h * w + places[at]!) * c, c, channel, channels);
        }
        out[(image * area + pixel) * channels + channel] = Math.min(1, Math.max(0, sum));
      }
    }
  }
  return out;
}

function valueAt(pixels: Float32Array, at: number, c: number, channel: number, channels: number): number {
  if (c === channels) return pixels[at + channel]!;
  if (channels === 1 && c === 3) return grey.reduce((sum, weight, i) => sum + weight * pixels[at + i]!, 0);
  return pixels[at + Math.min(channel, c - 1)]!;
}
