import { join } from 'node:path';
import { sha256Hex } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { gunzip } from '../core/inflate.ts';
import { parseIdx } from '../datasets/idx.ts';
import { dataFolder } from './dataHome.ts';
import { readIfThere } from './wholeFiles.ts';

/** A data set as it was published: idx files of images and labels, in a folder of their own. */
export interface PublishedSet {
  readonly folder: string;
  readonly publisher: string;
  readonly images: PublishedFile;
  readonly labels: PublishedFile;
}

interface PublishedFile {
  readonly name: string;
  /** Of the content: compressed files of the same content differ from mirror to mirror. */
  readonly sha256: string;
}

/** Images, row by row, and their labels, one byte each. */
interface LabelledBytes {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Images `from` to `to` (not included) of a set, from `root`, by default the folder that EPSILON_DATA names, or where fetched files are.
 *
 * @throws {LabError} `asset`, naming the files, where to get them and where to put them.
 */
export async function readTrainingImages(
  set: PublishedSet,
  { from, to }: { readonly from: number; readonly to: number },
  root = dataFolder(),
): Promise<LabelledBytes> {
  const [images, labels] = await readPublished(set, root);
  const pixels = parseIdx(images.where, images.bytes);
  const area = pixels.shape.slice(1).reduce((product, size) => product * size, 1);
  return {
    pixels: pixels.values.slice(from * area, to * area),
    labels: parseIdx(labels.where, labels.bytes).values.slice(from, to),
  };
}

interface Content {
  readonly where: string;
  readonly bytes: Uint8Array;
}

async function readPublished(set: PublishedSet, root: string | undefined): Promise<[Content, Content]> {
  const help = `get ${set.images.name} and ${set.labels.name} from ${set.publisher}, put them into a folder named ${set.folder}, and set EPSILON_DATA to the folder that holds it`;
  if (!root)
    throw new LabError('asset', `EPSILON_DATA: expected the folder of the training data, got nothing; ${help}`);
  const paths = [set.images, set.labels].map(({ name }) => join(root, set.folder, name));
  const [images, labels] = await Promise.all(paths.map(readIfThere));
  const missing = paths.filter((_, i) => ![images, labels][i]);
  if (!images || !labels) throw new LabError('asset', `${missing.join(', ')}: no such file; ${help}`);
  return [verified(paths[0]!, images, set.images, help), verified(paths[1]!, labels, set.labels, help)];
}

function verified(where: string, file: Uint8Array, { sha256 }: PublishedFile, help: string): Content {
  const bytes = gunzip(where, file);
  const found = sha256Hex(bytes);
  if (found === sha256) return { where, bytes };
  throw new LabError('asset', `${where}: expected content with sha256 ${sha256}, got ${found}; ${help}`);
}
