import { badFile } from '../core/errors.ts';
import { readZip, type ZipEntry } from '../core/zip.ts';
import { parseNpy } from './npy.ts';
import type { NumericArray } from './numericArray.ts';

/** First name that is there wins, so that the usual files of Keras and of this lab open without questions. */
const imageNames = ['x', 'X', 'images', 'x_test'];
const labelNames = ['y', 'labels', 'y_test'];

/** Images and labels of an NPZ archive. @throws {LabError} `asset`, naming the file and the array at fault. */
export function parseNpz(
  where: string,
  bytes: Uint8Array,
): { readonly images: NumericArray; readonly labels: NumericArray } {
  const entries = readZip(where, bytes);
  const [images, labels] = [pick(entries, imageNames), pick(entries, labelNames)];
  if (!images || !labels) {
    const got = entries.map(({ name }) => arrayName(name)).join(', ') || '[]';
    throw badFile(where, 'array-names', { images: imageNames.join(', '), labels: labelNames.join(', '), got });
  }
  const parse = (entry: ZipEntry) => parseNpy(`${where}: ${arrayName(entry.name)}`, entry.unpack());
  return { images: parse(images), labels: parse(labels) };
}

const arrayName = (file: string) => file.replace(/\.npy$/, '');

const pick = (entries: readonly ZipEntry[], names: readonly string[]) =>
  names.map((wanted) => entries.find(({ name }) => arrayName(name) === wanted)).find((entry) => entry !== undefined);
