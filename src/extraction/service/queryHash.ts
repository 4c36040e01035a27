import { crc32 } from '../../core/crc32.ts';

const side = 8;

/** Names an image by an 8 × 8 grey thumbnail in 16 levels, so that a log can be searched without keeping images. */
export function queryHash(pixels: Float32Array, [h, w, c]: readonly [number, number, number]): string {
  const sums = new Float64Array(side * side);
  const counts = new Int32Array(side * side);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / c);
    const row = Math.floor((Math.floor(pixel / w) * side) / h);
    const cell = row * side + Math.floor(((pixel % w) * side) / w);
    sums[cell]! += pixels[i]!;
    counts[cell]!++;
  }
  const levels = Uint8Array.from(sums, (sum, i) => Math.round((15 * sum) / Math.max(1, counts[i]!)));
  return crc32(levels).toString(16).padStart(8, '0');
}
