import type { Rng } from '../core/rng.ts';
import type { Recipe } from './recipe.ts';

/** Labelled images in memory, one byte per value; 255 is white. */
export interface TrainingImages {
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array | Uint16Array;
}

/** The images at some positions, in [0, 1], each moved by its own whole number of pixels where `placeOf` is given. */
export function gather(
  { shape, pixels, labels }: TrainingImages,
  positions: ArrayLike<number>,
  placeOf: (position: number) => Placement = () => ({ down: 0, right: 0 }),
): { readonly pixels: Float32Array; readonly labels: Int32Array } {
  const area = shape[0] * shape[1] * shape[2];
  const values = new Float32Array(positions.length * area);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]! * area;
    const image = pixels.subarray(from, from + area);
    placeInto(values.subarray(i * area, (i + 1) * area), image, shape, placeOf(positions[i]!));
  }
  return { pixels: values, labels: Int32Array.from(positions, (position) => labels[position]!) };
}

/** How far an image is moved, in pixels, after it was mirrored or not. What leaves is lost, what comes in is black. */
export interface Placement {
  readonly down: number;
  readonly right: number;
  readonly mirrored?: boolean;
}

/** Any offset of at most `shift` pixels each way, all equally likely; with `flip`, every other image left to right. */
export function randomPlacement({ shift, flip = false }: Recipe['augmentation'], rng: Rng): Placement {
  const draw = () => Math.floor(rng.uniform() * (2 * shift + 1)) - shift;
  const [down, right] = [draw(), draw()];
  return flip ? { down, right, mirrored: rng.uniform() < 0.5 } : { down, right };
}

function placeInto(
  out: Float32Array,
  image: Uint8Array,
  [h, w, c]: TrainingImages['shape'],
  { down, right, mirrored = false }: Placement,
) {
  const [left, end] = [Math.max(0, right), Math.min(w, w + right)];
  for (let row = Math.max(0, down); row < Math.min(h, h + down); row++) {
    for (let column = left; column < end; column++) {
      const x = column - right;
      const source = ((row - down) * w + (mirrored ? w - 1 - x : x)) * c;
      const target = (row * w + column) * c;
      for (let i = 0; i < c; i++) out[target + i] = image[source + i]! / 255;
    }
  }
}
