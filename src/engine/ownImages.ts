import { sha256Hex } from '../core/bytes.ts';
import { joinBytes } from '../core/join.ts';
import { type Problem, problem } from '../core/problems.ts';
import type { Album, AlbumFile, Picture } from '../datasets/album/album.ts';
import { fitPicture } from '../datasets/album/fitPicture.ts';
import { openAlbum } from '../datasets/album/openAlbum.ts';
import { packAlbum } from '../datasets/album/packAlbum.ts';
import type { OpenWebp } from '../datasets/album/pictureFile.ts';
import { npyFile } from '../spec/export/npyFile.ts';
import { type OwnFiles, type OwnImages, ownPrefix } from '../spec/own.ts';
import type { ImageSettings, ImagesFound, ImagesPreview } from '../spec/ownImages.ts';

type Progress = (done: number, total: number) => Promise<void>;

const idle: Progress = async () => undefined;

/** Opens an album and counts what is in it: classes, sizes, and what is wrong with it. @throws {LabError} `asset` */
export async function lookThrough(
  name: string,
  files: readonly AlbumFile[],
  { openWebp, tick = idle }: { readonly openWebp?: OpenWebp | undefined; readonly tick?: Progress } = {},
): Promise<{ readonly album: Album; readonly found: ImagesFound }> {
  const album = await openAlbum(files, openWebp);
  const { pictures, classNames, problems } = album;
  const sizes = await countSizes(pictures, tick);
  const perClass = new Array<number>(classNames.length).fill(0);
  for (const { label } of pictures) if (label < perClass.length) perClass[label]!++;
  const usual = [...sizes].sort(([, a], [, b]) => b - a)[0]?.[0];
  return {
    album,
    found: {
      ...{ name, classNames, perClass, count: pictures.length },
      usualSize: usual === undefined ? undefined : sideOf(usual),
      problems: [...problems, ...mixedSizes(name, [...sizes.keys()])],
    },
  };
}

/** Images by `height × width`. */
async function countSizes(pictures: readonly Picture[], tick: Progress): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const [i, picture] of pictures.entries()) {
    const size = await picture.size().catch(() => undefined); // a damaged file is named when it is decoded
    const key = size && `${size.height} × ${size.width}`;
    if (key) sizes.set(key, (sizes.get(key) ?? 0) + 1);
    await tick(i + 1, pictures.length);
  }
  return sizes;
}

const sideOf = (key: string) => key.split(' × ').map(Number) as unknown as readonly [number, number]; // see countSizes

function mixedSizes(where: string, keys: readonly string[]): Problem[] {
  if (keys.length < 2) return [];
  const area = (key: string) => sideOf(key)[0] * sideOf(key)[1];
  const sorted = [...keys].sort((a, b) => area(a) - area(b));
  return [problem(where, 'mixed-sizes', { count: keys.length, smallest: sorted[0]!, largest: sorted.at(-1)! })];
}

const shown = 8;

/** The first images as they would be kept, one of each class first; damaged ones are passed over. */
export async function previewAlbum({ pictures }: Album, settings: ImageSettings): Promise<ImagesPreview> {
  const { shape, fit, label } = settings;
  const seen: { readonly picture: Picture; readonly bytes: Uint8Array }[] = [];
  for (const picture of pictures.slice(0, 4 * shown)) {
    if (seen.length === shown) break;
    const raster = await picture.decode().catch(() => undefined);
    if (raster) seen.push({ picture, bytes: fitPicture(raster, shape, fit) });
  }
  return {
    shape,
    pixels: Float32Array.from(joinBytes(seen.map(({ bytes }) => bytes)), (byte) => byte / 255),
    labels: seen.map(({ picture }) => label ?? picture.label),
    names: seen.map(({ picture }) => picture.name),
  };
}

/** An album as a set of the reader's: what it is, its files, and what could not be read. @throws {LabError} `asset` */
export async function packOwnImages(
  album: Album,
  { name, shape, fit, classNames, label }: ImageSettings,
  tick: Progress = idle,
): Promise<{ readonly images: OwnImages; readonly files: OwnFiles; readonly problems: readonly Problem[] }> {
  const total = album.pictures.length;
  const { pixels, labels, problems } = await packAlbum(name, album, { shape, fit }, (done) => tick(done, total));
  if (label !== undefined) labels.fill(label);
  const count = labels.length;
  const files = { 'x.npy': npyFile([count, ...shape], pixels), 'y.npy': npyFile([count], labels) };
  const hashes = [sha256Hex(files['x.npy']), sha256Hex(files['y.npy'])];
  const id = ownPrefix + sha256Hex(new TextEncoder().encode(JSON.stringify([...hashes, classNames]))).slice(0, 12);
  const size = files['x.npy'].length + files['y.npy'].length;
  return { images: { kind: 'images', ...{ id, name, shape, count, classNames, size } }, files, problems };
}
