import type { Rng } from '../core/rng.ts';

/** Labelled images in memory, one byte per label and per value; 255 is white. */
export interface TrainingImages {
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** The images at some positions, in [0, 1], each moved by its own whole number of pixels where `offsetOf` is given. */
export function gather(
  { shape, pixels, labels }: TrainingImages,
  positions: ArrayLike<number>,
  offsetOf: (position: number) => Offset = () => ({ down: 0, right: 0 }),
): { readonly pixels: Float32Array; readonly labels: Int32Array } {
  const area = shape[0] * shape[1] * shape[2];
  const values = new Float32Array(positions.length * area);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]! * area;
    const image = pixels.subarray(from, from + area);
    shiftInto(values.subarray(i * area, (i + 1) * area), image, shape, offsetOf(positions[i]!));
  }
  return { pixels: values, labels: Int32Array.from(positions, (position) => labels[position]!) };
}

/** How far an image is moved, in pixels. What leaves is lost, what comes in is black. */
export interface Offset {
  readonly down: number;
  readonly right: number;
}

/** Any offset of at most `shift` pixels each way, all equally likely. */
export function randomOffset(shift: number, rng: Rng): Offset {
  const draw = () => Math.floor(rng.uniform() * (2 * shift + 1)) - shift;
  return { down: draw(), right: draw() };
}

function shiftInto(out: Float32Array, image: Uint8Array, [h, w, c]: TrainingImages['shape'], { down, right }: Offset) {
  const [left, end] = [Math.max(0, right), Math.min(w, w + right)];
  for (let row = Math.max(0, down); row < Math.min(h, h + down); row++) {
    const source = ((row - down) * w - right) * c;
    for (let i = left * c; i < end * c; i++) out[row * w * c + i] = image[source + i]! / 255;
  }
}
