import { badFile } from '../core/errors.ts';
import { readZip, type ZipEntry } from '../core/zip.ts';
import { hasPictureName } from './album/pictureFile.ts';
import { parseNpy } from './npy.ts';
import type { NumericArray } from './numericArray.ts';

/** First name that is there wins, so that the usual files of Keras and of this lab open without questions. */
const imageNames = ['x', 'X', 'images', 'x_test'];
const labelNames = ['y', 'labels', 'y_test'];

interface NpzContent {
  readonly images: NumericArray;
  readonly labels: NumericArray;
  /** By label, one a line in `classes.txt` as this lab packs them; empty where there is no such file. */
  readonly classNames: readonly string[];
}

/** Images and labels of an NPZ archive. @throws {LabError} `asset`, naming the file and the array at fault. */
export function parseNpz(where: string, bytes: Uint8Array): NpzContent {
  const entries = readZip(where, bytes);
  const [images, labels] = [pick(entries, imageNames), pick(entries, labelNames)];
  if (!images || !labels) {
    if (entries.some(({ name }) => hasPictureName(name))) throw badFile(where, 'pack-first', {});
    const got = entries.map(({ name }) => arrayName(name)).join(', ') || '[]';
    throw badFile(where, 'array-names', { images: imageNames.join(', '), labels: labelNames.join(', '), got });
  }
  const parse = (entry: ZipEntry) => parseNpy(`${where}: ${arrayName(entry.name)}`, entry.unpack());
  const names = entries.find(({ name }) => name === 'classes.txt');
  const classNames = names ? new TextDecoder().decode(names.unpack()).split('\n') : [];
  return { images: parse(images), labels: parse(labels), classNames: classNames.filter((name) => name !== '') };
}

const arrayName = (file: string) => file.replace(/\.npy$/, '');

const pick = (entries: readonly ZipEntry[], names: readonly string[]) =>
  names.map((wanted) => entries.find(({ name }) => arrayName(name) === wanted)).find((entry) => entry !== undefined);
