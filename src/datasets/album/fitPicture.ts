import type { FitKind, Raster, Shape } from '../../core/raster.ts';

/** A part of a picture, in pixels, not necessarily whole ones. */
interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

const greyWeights = [0.299, 0.587, 0.114] as const; // ITU-R BT.601

/**
 * A picture in another size and other channels, one byte a value: colours become grey, grey is repeated.
 *
 * Each new pixel is an average with triangular weights over as much of the old picture as it covers, but at least over
 * its neighbours: bilinear where the picture grows, without aliasing where it shrinks. The same size leaves it as it is.
 */
export function fitPicture(picture: Raster, [height, width, channels]: Shape, fit: FitKind): Uint8Array {
  const from = fit === 'crop' ? cropped(picture, height, width) : { top: 0, left: 0, ...sizeOf(picture) };
  const to = fit === 'pad' ? padded(picture, height, width) : { top: 0, left: 0, height, width };
  const small = scaled(picture, from, to.height, to.width);
  const out = new Uint8Array(height * width * channels);
  for (let i = 0; i < to.height * to.width; i++) {
    const at = (to.top + Math.floor(i / to.width)) * width + to.left + (i % to.width);
    for (let c = 0; c < channels; c++) out[at * channels + c] = channelOf(small, i, picture.channels, c, channels);
  }
  return out;
}

const sizeOf = ({ height, width }: Raster) => ({ height, width });

function cropped(picture: Raster, height: number, width: number): Box {
  const scale = Math.min(picture.height / height, picture.width / width);
  const [h, w] = [height * scale, width * scale];
  return { top: (picture.height - h) / 2, left: (picture.width - w) / 2, height: h, width: w };
}

function padded(picture: Raster, height: number, width: number): Box {
  const scale = Math.min(height / picture.height, width / picture.width);
  const [h, w] = [picture.height, picture.width].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  return { top: Math.floor((height - h) / 2), left: Math.floor((width - w) / 2), height: h, width: w };
}

/** First the rows, then the columns of a part of the picture. */
function scaled({ pixels, width, height, channels }: Raster, box: Box, rows: number, columns: number): Float32Array {
  const down = weightsAlong(box.top, box.height, height, rows);
  const across = weightsAlong(box.left, box.width, width, columns);
  const line = width * channels;
  const tall = new Float32Array(rows * line);
  for (const [row, { first, weights }] of down.entries()) {
    for (const [j, weight] of weights.entries()) {
      const source = (first + j) * line;
      for (let i = 0; i < line; i++) tall[row * line + i] = tall[row * line + i]! + weight * pixels[source + i]!;
    }
  }
  const out = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (const [column, { first, weights }] of across.entries()) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [j, weight] of weights.entries()) sum += weight * tall[row * line + (first + j) * channels + c]!;
        out[(row * columns + column) * channels + c] = sum;
      }
    }
  }
  return out;
}

/** Old pixels that each new one is made of, along one axis. */
function weightsAlong(begin: number, length: number, limit: number, count: number) {
  const scale = length / count;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const centre = begin + (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(limit, Math.ceil(centre + reach));
    const raw = Array.from({ length: last - first }, (_, j) =>
      Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

function channelOf(pixels: Float32Array, i: number, had: number, channel: number, channels: number): number {
  const at = i * had;
  if (had === channels) return Math.round(pixels[at + channel]!);
  if (channels === 1) return Math.round(greyWeights.reduce((sum, weight, c) => sum + weight * pixels[at + c]!, 0));
  return Math.round(pixels[at]!);
}
