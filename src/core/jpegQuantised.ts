/** cos(kπ/16)/2 as written numbers: engines may differ in the last bit of Math.cos. */
const cosines = [
  0.5, 0.4903926402016152, 0.46193976625564337, 0.4157348061512726, 0.35355339059327373, 0.2777851165098011,
  0.19134171618254492, 0.09754516100806412, 0,
];

function halfCosine(k: number): number {
  const j = k % 32;
  const folded = j > 16 ? 32 - j : j;
  return folded > 8 ? -cosines[16 - folded]! : cosines[folded]!;
}

/** The orthonormal 8 × 8 DCT, row u, column x: cos((2x + 1)uπ/16)/2, its first row over √2. */
export const dct8: Float64Array = Float64Array.from({ length: 64 }, (_, i) =>
  i < 8 ? cosines[4]! : halfCosine((2 * (i % 8) + 1) * (i >> 3)),
);

// biome-ignore format: a table
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61,  12, 12, 14, 19, 26, 58, 60, 55,  14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62,  18, 22, 37, 56, 68, 109, 103, 77,  24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,  72, 92, 95, 98, 112, 100, 103, 99,
];
// biome-ignore format: a table
const chrominance = [
  17, 18, 24, 47, 99, 99, 99, 99,  18, 21, 26, 66, 99, 99, 99, 99,  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,  ...Array.from({ length: 32 }, () => 99),
];

/** Steps of the 64 coefficients of a channel, row by row, at a quality of 1 … 100, as the IJG scales its tables. */
export function quantisation(quality: number, channel: number): readonly number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const table = channel === 0 ? luminance : chrominance;
  return table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
}

/** RGB to luminance and two differences of colour (JFIF); rows give Y, Cb, Cr without their offset of 128. */
export const toYcc = [0.299, 0.587, 0.114, -0.168736, -0.331264, 0.5, 0.5, -0.418688, -0.081312] as const;
/** Back to RGB. */
export const fromYcc = [1, 0, 1.402, 1, -0.344136, -0.714136, 1, 1.772, 0] as const;

/** A picture as `[h, w, c]`. */
export interface PictureSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * What a baseline JPEG without subsampling (T.81; tables and scaling as IJG) makes of one picture: all of the codec that
 * loses anything. Numbers in [0, 1] in and out. In double precision and without a function that engines round
 * differently, so that the same bytes come out everywhere.
 *
 * Three channels are coded as Y, Cb, Cr, any other number each for itself as luminance.
 */
export function quantiseJpeg(pixels: Float32Array, size: PictureSize, quality: number): Float32Array {
  const bytes = Float64Array.from(pixels, (value) => byte(255 * value));
  const colour = size.channels === 3;
  const planes = colour ? mixed(bytes, toYcc, [0, 128, 128]) : bytes;
  for (let c = 0; c < size.channels; c++) quantisePlane(planes, size, c, quantisation(quality, colour ? c : 0));
  const back = colour ? mixed(planes, fromYcc, undefined) : planes;
  return Float32Array.from(back, (value) => value / 255);
}

const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));

/** Every pixel times a 3 × 3 matrix, rounded; offsets 0, 128, 128 go on (`after`) or come off (undefined). */
function mixed(pixels: Float64Array, m: readonly number[], after: readonly number[] | undefined): Float64Array {
  const out = new Float64Array(pixels.length);
  const chroma = after ? 0 : 128;
  for (let i = 0; i < pixels.length; i += 3) {
    const [a, b, c] = [pixels[i]!, pixels[i + 1]! - chroma, pixels[i + 2]! - chroma];
    for (let k = 0; k < 3; k++) {
      out[i + k] = byte(m[3 * k]! * a + m[3 * k + 1]! * b + m[3 * k + 2]! * c + (after?.[k] ?? 0));
    }
  }
  return out;
}

/** One channel, block by block; blocks that reach over the edge repeat its last pixel. */
function quantisePlane(planes: Float64Array, size: PictureSize, channel: number, steps: readonly number[]): void {
  const { height, width, channels } = size;
  const block = new Float64Array(64);
  const indexOf = (row: number, column: number) =>
    (Math.min(row, height - 1) * width + Math.min(column, width - 1)) * channels + channel;
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) block[i] = planes[indexOf(top + (i >> 3), left + (i & 7))]! - 128;
      const coefficients = product(product(dct8, block), dct8, 'transposed');
      for (let i = 0; i < 64; i++) coefficients[i] = Math.round(coefficients[i]! / steps[i]!) * steps[i]!;
      const found = product(product(dct8, coefficients, 'first transposed'), dct8);
      for (let i = 0; i < 64; i++) {
        const [row, column] = [top + (i >> 3), left + (i & 7)];
        if (row < height && column < width) planes[indexOf(row, column)] = byte(found[i]! + 128);
      }
    }
  }
}

/** A·B, A·Bᵀ or Aᵀ·B of 8 × 8 matrices. */
function product(a: Float64Array, b: Float64Array, mode?: 'transposed' | 'first transposed'): Float64Array {
  const out = new Float64Array(64);
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) {
        const left = mode === 'first transposed' ? a[8 * k + i]! : a[8 * i + k]!;
        sum += left * (mode === 'transposed' ? b[8 * j + k]! : b[8 * k + j]!);
      }
      out[8 * i + j] = sum;
    }
  }
  return out;
}
