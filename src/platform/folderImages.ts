import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../core/errors.ts';
import { joinBytes } from '../core/join.ts';
import { decodeJpeg } from '../core/jpeg.ts';
import { readZip, type ZipEntry } from '../core/zip.ts';
import type { FolderSet } from '../datasets/cifar10.folders.ts';
import { classFolders, interleaved } from '../datasets/classFolders.ts';
import { readIfThere, replaceFile } from './wholeFiles.ts';

/** Where the archive is looked for, and where what it holds is kept once it is decoded. */
export interface DataPlaces {
  readonly root?: string | undefined;
  readonly cache?: string;
}

const usualPlaces = (): DataPlaces => ({ root: process.env.EPSILON_DATA });
const usualCache = fileURLToPath(new URL('../../.cache/data', import.meta.url));

/**
 * Part `index` of a set, labels first, then pixels; decoded when it is asked for the first time, and kept in `.cache`.
 *
 * @throws {LabError} `asset`, saying where to get the images and where to put them.
 */
export async function readFolderPart(set: FolderSet, index: number, places = usualPlaces()): Promise<Uint8Array> {
  const path = partPath(set, index, places);
  const kept = await readIfThere(path);
  if (kept) return kept;
  const parts = await decodeParts(set, places.root);
  await Promise.all(parts.map((part, i) => replaceFile(partPath(set, i, places), part)));
  return parts[index]!;
}

/** All images of a set, checked against its hash. */
export async function readFolderImages(set: FolderSet, places = usualPlaces()) {
  const first = await readFolderPart(set, 0, places); // decodes them all where they are not there yet
  const rest = await Promise.all(
    Array.from({ length: set.size / set.partSize - 1 }, (_, i) => readFolderPart(set, i + 1, places)),
  );
  const parts = [first, ...rest];
  verify(partPath(set, 0, places), parts, set, 'delete the folder, so that they are decoded again');
  return {
    labels: joinBytes(parts.map((part) => part.subarray(0, set.partSize))),
    pixels: joinBytes(parts.map((part) => part.subarray(set.partSize))),
  };
}

const partPath = ({ id }: FolderSet, index: number, { cache = usualCache }: DataPlaces) =>
  join(cache, id, `part-${index}.pack`);

async function decodeParts(set: FolderSet, root: string | undefined): Promise<Uint8Array[]> {
  const help = `get ${set.publisher}, put it as ${set.archive} into a folder named ${set.folder}, and set EPSILON_DATA to the folder that holds it`;
  if (!root) throw new LabError('asset', `EPSILON_DATA: expected the folder of the data, got nothing; ${help}`);
  const where = join(root, set.folder, set.archive);
  const archive = await readIfThere(where);
  if (!archive) throw new LabError('asset', `${where}: no such file; ${help}`);
  const images = interleaved(classFolders(readZip(where, archive)));
  const parts = Array.from({ length: Math.ceil(images.length / set.partSize) }, (_, i) =>
    decodePart(where, set, images.slice(i * set.partSize, (i + 1) * set.partSize)),
  );
  verify(where, parts, set, help);
  return parts;
}

type Labelled = { readonly file: ZipEntry; readonly label: number };

function decodePart(where: string, { shape: [h, w] }: FolderSet, images: readonly Labelled[]): Uint8Array {
  const pixels = images.map(({ file }) => {
    const name = `${where}: ${file.name}`;
    const { width, height, pixels } = decodeJpeg(name, file.unpack());
    if (width !== w || height !== h)
      throw new LabError('asset', `${name}: expected ${w} × ${h} pixels, got ${width} × ${height}`);
    return pixels;
  });
  return joinBytes([Uint8Array.from(images, ({ label }) => label), ...pixels]);
}

/** Not the hash of `core`, which takes seconds for so many bytes. */
function verify(where: string, parts: readonly Uint8Array[], { sha256 }: FolderSet, help: string): void {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new LabError('asset', `${where}: expected images with sha256 ${sha256}, got ${found}; ${help}`);
}
