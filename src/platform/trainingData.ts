import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { parseIdx } from '../datasets/idx.ts';
import { gunzip } from '../datasets/inflate.ts';
import type { TrainingImages } from '../training/images.ts';
import type { Recipe } from '../training/recipe.ts';
import { type TrainingSetId, trainingSets } from '../training/sets.ts';

interface PublishedFile {
  readonly name: string;
  /** Of the content: compressed files of the same content differ from mirror to mirror. */
  readonly sha256: string;
}

interface PublishedSet {
  readonly folder: string;
  readonly publisher: string;
  readonly images: PublishedFile;
  readonly labels: PublishedFile;
}

const published: Record<TrainingSetId, PublishedSet> = {
  'mnist-train': {
    folder: 'mnist',
    publisher: 'the MNIST database of handwritten digits (Yann LeCun, Corinna Cortes, Christopher J. C. Burges)',
    images: {
      name: 'train-images-idx3-ubyte.gz',
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    labels: {
      name: 'train-labels-idx1-ubyte.gz',
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
  },
};

/**
 * The images of a recipe's range, from the published files in `folder`, by default the one EPSILON_DATA names.
 *
 * @throws {LabError} `asset`, naming the files, where to get them and where to put them.
 */
export async function readTrainingImages(
  { set, from, to }: Recipe['data'],
  folder = process.env.EPSILON_DATA,
): Promise<TrainingImages> {
  const [images, labels] = await readPublished(published[set], folder);
  const { shape } = trainingSets[set];
  const area = shape[0] * shape[1] * shape[2];
  return {
    shape,
    pixels: parseIdx(images.where, images.bytes).values.slice(from * area, to * area),
    labels: parseIdx(labels.where, labels.bytes).values.slice(from, to),
  };
}

/** A file's content, or undefined where there is no such file. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
    if (code === 'ENOENT') return undefined;
    throw new LabError('asset', `${path}: cannot be read (${code})`, { cause });
  }
}

/** Writes a file so that whoever reads it meets the whole former content or the whole new one. Makes its folder. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, bytes);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
    throw new LabError('asset', `${path}: cannot be written (${code})`, { cause });
  }
}

interface Content {
  readonly where: string;
  readonly bytes: Uint8Array;
}

async function readPublished(set: PublishedSet, folder: string | undefined): Promise<[Content, Content]> {
  const help = `get ${set.images.name} and ${set.labels.name} from ${set.publisher}, put them into a folder named ${set.folder}, and set EPSILON_DATA to the folder that holds it`;
  if (!folder)
    throw new LabError('asset', `EPSILON_DATA: expected the folder of the training data, got nothing; ${help}`);
  const paths = [set.images, set.labels].map(({ name }) => join(folder, set.folder, name));
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
