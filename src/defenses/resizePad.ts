import { alongHeight, alongWidth } from '../tensor/alongAxes.ts';
import * as tf from '../tensor/tf.ts';
import type { Defense } from './defense.ts';

/**
 * Random resizing and padding (Xie et al. 2018, arXiv:1711.01991, sec. 3.2), drawn anew for every image and answer:
 * bilinear to a random size, then zeros around it, its place at random. The paper enlarges 299 to 331 pixels; a model
 * here has one input size, so that the image shrinks inside it instead. Linear in the pixels, and so is its gradient.
 */
export const resizePad: Defense<'resizePad'> = (x, { least }, rngOf) => {
  const [n, h, w] = x.shape;
  const [tall, wide] = [new Float32Array(n * h * h), new Float32Array(n * w * w)];
  for (let i = 0; i < n; i++) {
    const rng = rngOf(i);
    const share = least + (1 - least) * rng.uniform();
    place(tall.subarray(i * h * h, (i + 1) * h * h), h, Math.max(1, Math.round(share * h)), rng.uniform());
    place(wide.subarray(i * w * w, (i + 1) * w * w), w, Math.max(1, Math.round(share * w)), rng.uniform());
  }
  return alongWidth(alongHeight(x, tf.tensor3d(tall, [n, h, h])), tf.tensor3d(wide, [n, w, w]));
};

/** Fills the matrix that shrinks `side` numbers to `size` and puts them at the share `where` of the room that is left. */
function place(matrix: Float32Array, side: number, size: number, where: number): void {
  const first = Math.min(side - size, Math.floor(where * (side - size + 1)));
  for (let i = 0; i < size; i++) {
    const from = Math.max(0, Math.min(side - 1, ((i + 0.5) * side) / size - 0.5));
    const low = Math.min(Math.floor(from), Math.max(0, side - 2));
    const row = (first + i) * side;
    matrix[row + low] = 1 - (from - low);
    if (side > 1) matrix[row + low + 1] = from - low;
  }
}
