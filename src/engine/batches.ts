import { badFile } from '../core/errors.ts';
import type { ImageBatch } from '../datasets/source.ts';
import { pixelFault } from '../datasets/userChecks.ts';
import type { Images, Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Subject } from './subject.ts';

/** Some images on the device, padded to a fixed size so that every batch runs the same kernels. */
export interface Batch {
  /** Position of each row in the data set; padding repeats the last image. */
  readonly positions: readonly number[];
  /** Rows that count; the rest is padding. */
  readonly n: number;
  /** True classes of all rows, padding included. */
  readonly classes: Int32Array;
  readonly x: Images;
  readonly labels: Labels;
  dispose(): void;
}

/** @throws {LabError} `asset` when a label is not a class of the model or a pixel is outside [0, 1]. */
export async function loadBatch(
  { images, classifier }: Subject,
  wanted: readonly number[],
  size: number,
): Promise<Batch> {
  const n = wanted.length;
  const positions = Array.from({ length: size }, (_, i) => wanted[Math.min(i, n - 1)]!);
  const batch = await images.read(positions);
  check(images.id, batch, positions, classifier.classes);
  const x = tf.tensor4d(batch.pixels, [size, ...images.shape]);
  const labels = tf.tensor1d(batch.labels, 'int32');
  return { positions, n, classes: batch.labels, x, labels, dispose: () => tf.dispose([x, labels]) };
}

function check(id: string, { pixels, labels }: ImageBatch, positions: readonly number[], classes: number): void {
  const stray = labels.findIndex((label) => label < 0 || label >= classes);
  if (stray >= 0)
    throw badFile(id, 'label-class', { image: positions[stray]!, got: labels[stray]!, last: classes - 1 });
  const outside = pixels.findIndex((pixel) => !(pixel >= 0 && pixel <= 1));
  if (outside >= 0) {
    const image = positions[Math.floor(outside / (pixels.length / labels.length))]!;
    throw badFile(id, pixelFault(pixels[outside]!), { got: pixels[outside]!, image });
  }
}
