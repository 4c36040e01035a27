/** Column and row of a pixel. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A square piece of an image; it must lie inside. */
export function crop(
  pixels: Float32Array,
  [, width, channels]: readonly [number, number, number],
  { x, y }: Spot,
  size: number,
): Float32Array {
  const piece = new Float32Array(size * size * channels);
  for (let row = 0; row < size; row++) {
    const from = ((y + row) * width + x) * channels;
    piece.set(pixels.subarray(from, from + size * channels), row * size * channels);
  }
  return piece;
}
