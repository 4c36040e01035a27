import { LabError } from '../../core/errors.ts';
import type { NumericArray } from '../numericArray.ts';
import { imageShape, labelledProblems } from '../userChecks.ts';
import { openArrays } from '../userImages.ts';
import type { Album, Picture } from './album.ts';
import { parseCifar } from './cifarBinary.ts';
import { classesOf } from './classes.ts';

/** Images of an NPZ archive, or of two files, images and labels in either order. @throws {LabError} `asset` */
export function arrayAlbum(paths: readonly string[], files: readonly Uint8Array[]): Album {
  const labelled = openArrays(paths, files);
  const swapped = labelled.images.array.shape.length < labelled.labels.array.shape.length;
  const { images, labels } = swapped ? { images: labelled.labels, labels: labelled.images } : labelled;
  const problems = labelledProblems({ images, labels });
  if (problems.length > 0) throw new LabError('asset', problems);
  const [height, width, channels] = imageShape(images.array);
  const area = height * width * channels;
  const pictures = Array.from(
    { length: images.array.shape[0]! },
    (_, i): Picture => ({
      name: `${images.where} [${i}]`,
      label: labels.array.at(i),
      size: async () => ({ width, height }),
      decode: async () => ({ width, height, channels, pixels: bytesOf(images.array, i * area, area) }),
    }),
  );
  const { classNames = [] } = labelled;
  const fits = pictures.every(({ label }) => label < classNames.length);
  return { pictures, classNames: fits ? classNames : numbersUpTo(pictures), problems: [] };
}

/** Batches of CIFAR in their binary form, one after the other; undefined where a file is none. */
export function cifarAlbum(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Album | undefined {
  const batches = files.map(({ name, bytes }) => ({ name, batch: parseCifar(bytes) }));
  const pictures: Picture[] = [];
  for (const { name, batch } of batches) {
    if (!batch) return undefined;
    for (let i = 0; i < batch.count; i++)
      pictures.push({
        name: `${name} [${i}]`,
        label: batch.labelOf(i),
        size: async () => ({ width: 32, height: 32 }),
        decode: async () => batch.raster(i),
      });
  }
  return { pictures, classNames: numbersUpTo(pictures), problems: [] };
}

/** Bytes stay, numbers from 0 to 1 are rounded to the nearest of 256 levels. */
function bytesOf(array: NumericArray, from: number, count: number): Uint8Array {
  const scale = array.type === 'uint8' ? 1 : 255;
  return Uint8Array.from({ length: count }, (_, i) => Math.round(scale * array.at(from + i)));
}

const numbersUpTo = (pictures: readonly Picture[]) =>
  classesOf([...new Set(pictures.map(({ label }) => String(label)))]).names;
