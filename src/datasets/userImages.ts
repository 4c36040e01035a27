import { type ReadBytes, sha256Hex } from '../core/bytes.ts';
import { badFile, LabError } from '../core/errors.ts';
import { gunzip } from '../core/inflate.ts';
import { joinBytes } from '../core/join.ts';
import { looksLikeZip } from '../core/zip.ts';
import { firstBytes, looksLikeIdx, parseIdx } from './idx.ts';
import { looksLikeNpy, parseNpy } from './npy.ts';
import { parseNpz } from './npz.ts';
import type { NumericArray } from './numericArray.ts';
import type { ImageBatch, ImageSource } from './source.ts';
import { imageShape, type Labelled, labelledProblems } from './userChecks.ts';

/**
 * The user's own images: one NPZ file, or a file of images and a file of labels (idx or NPY, gzipped or not). What a
 * file is, its first bytes tell; its name does not matter. Bytes become n/255, floats are taken as they are.
 *
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export async function openUserImages(paths: readonly string[], read: ReadBytes): Promise<ImageSource> {
  const files = await Promise.all(paths.map((path) => read(path)));
  const labelled = openArrays(paths, files);
  const problems = labelledProblems(labelled);
  if (problems.length > 0) throw new LabError('asset', problems);
  const [images, labels] = [labelled.images.array, labelled.labels.array];
  const shape = imageShape(images);
  return {
    id: paths.join(','),
    sha256: sha256Hex(joinBytes(files)),
    size: images.shape[0]!,
    shape,
    classNames: labelled.classNames ?? [],
    read: async (positions) => readBatch({ images, labels }, positions, shape[0] * shape[1] * shape[2]),
  };
}

/** Images and labels in these files, in this order. @throws {LabError} `asset`, naming the file at fault. */
export function openArrays(paths: readonly string[], files: readonly Uint8Array[]): Labelled {
  const [first, second, ...rest] = files.map((bytes, i) => gunzip(paths[i]!, bytes));
  const [one, two] = paths as [string, string];
  if (first && looksLikeZip(first)) {
    if (second) throw badFile(paths.join(', '), 'npz-alone', {});
    const { images, labels, classNames } = parseNpz(one, first);
    return { images: { where: one, array: images }, labels: { where: one, array: labels }, classNames };
  }
  const empty = paths.find((_, i) => files[i]!.length === 0);
  if (empty !== undefined) throw badFile(empty, 'empty', {});
  if (first && !second) parseArray(one, first); // a file of nothing we know lacks more than labels
  if (!first || !second || rest.length > 0)
    throw badFile(paths.join(', '), rest.length > 0 ? 'commas' : 'labels-missing', {});
  return {
    images: { where: one, array: parseArray(one, first) },
    labels: { where: two, array: parseArray(two, second) },
  };
}

function parseArray(where: string, bytes: Uint8Array): NumericArray {
  if (looksLikeNpy(bytes)) return parseNpy(where, bytes);
  if (looksLikeZip(bytes)) throw badFile(where, 'npz-alone', {});
  if (!looksLikeIdx(bytes)) throw badFile(where, 'array-file', { size: bytes.length, got: firstBytes(bytes) });
  const { shape, values } = parseIdx(where, bytes);
  return { shape, type: 'uint8', at: (i) => values[i]! };
}

function readBatch(
  { images, labels }: { readonly images: NumericArray; readonly labels: NumericArray },
  positions: readonly number[],
  area: number,
): ImageBatch {
  const scale = images.type === 'uint8' ? 255 : 1;
  const pixels = new Float32Array(positions.length * area);
  for (const [i, position] of positions.entries()) {
    for (let p = 0; p < area; p++) pixels[i * area + p] = images.at(position * area + p) / scale;
  }
  return { pixels, labels: Int32Array.from(positions, (position) => labels.at(position)) };
}
