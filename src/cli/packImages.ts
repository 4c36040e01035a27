import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { zipSync } from 'fflate';
import { LabError } from '../core/errors.ts';
import { problemText } from '../core/problems.ts';
import { type FitKind, fitKinds, type Shape } from '../core/raster.ts';
import type { AlbumFile } from '../datasets/album/album.ts';
import { lookThrough, packOwnImages } from '../engine/ownImages.ts';
import { writeOut } from './textFiles.ts';

export interface PackFlags {
  /** `32x32x3`; the commonest size in colour where absent. */
  readonly size?: string;
  readonly fit?: string;
  readonly out: string;
}

/**
 * `epsilon data pack <paths…>`: images of any kind that an album takes as an NPZ file with x and y, and the names of its
 * classes beside them. Tells what was left out on stderr.
 *
 * @throws {LabError} `param` for a size or a fit that makes no sense, `asset` when there are no images.
 */
export async function packImages(paths: readonly string[], { size, fit = 'crop', out }: PackFlags): Promise<void> {
  const shape = size === undefined ? undefined : readShape(size);
  if (!isFit(fit)) throw new LabError('param', `--fit: expected one of ${fitKinds.join(', ')}, got "${fit}"`);
  const files = (await Promise.all(paths.map(filesIn))).flat();
  const { album, found } = await lookThrough(paths.join(', '), files);
  const [height, width] = found.usualSize ?? [32, 32];
  const settings = { name: out, shape: shape ?? ([height, width, 3] as const), fit, classNames: found.classNames };
  const { images, files: arrays, problems } = await packOwnImages(album, settings);
  const names = new TextEncoder().encode(`${found.classNames.join('\n')}\n`);
  await writeOut(out, zipSync({ ...arrays, 'classes.txt': names }, { level: 1, mtime: new Date(1980, 0, 1) }));
  for (const problem of [...found.problems, ...problems]) process.stderr.write(`${problemText(problem)}\n`);
  const facts = `${images.count} images of ${found.classNames.length} classes, ${images.shape.join(' × ')}`;
  process.stderr.write(`${out}: ${facts}; use it with --images ${out}\n`);
}

const isFit = (text: string): text is FitKind => (fitKinds as readonly string[]).includes(text);

function readShape(text: string): Shape {
  const [, height, width, channels = '3'] = /^(\d+)x(\d+)(?:x([13]))?$/.exec(text) ?? [];
  const [h, w] = [Number(height), Number(width)];
  if (h >= 1 && h <= 1024 && w >= 1 && w <= 1024) return [h, w, Number(channels)];
  throw new LabError('param', `--size: expected height x width x channels such as 32x32x3, got "${text}"`);
}

/** A file, or all files below a folder by their paths from there. */
async function filesIn(path: string): Promise<AlbumFile[]> {
  const facts = await stat(path).catch(() => {
    throw new LabError('asset', `${path}: no such file or folder`);
  });
  if (!facts.isDirectory()) return [{ name: basename(path), read: () => readFile(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ name: relative(path, file).replaceAll('\\', '/'), read: () => readFile(file) }));
}
