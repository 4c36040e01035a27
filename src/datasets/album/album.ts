import type { Problem } from '../../core/problems.ts';
import type { Raster } from '../../core/raster.ts';
import type { PictureSize } from './pictureFile.ts';

/** A file that somebody brought, read when it is needed. */
export interface AlbumFile {
  /** With the folders above it. */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** One labelled image, decoded when it is needed. */
export interface Picture {
  readonly name: string;
  readonly label: number;
  /** Undefined where the file does not say. */
  size(): Promise<PictureSize | undefined>;
  /** @throws {LabError} `asset` when it is damaged. */
  decode(): Promise<Raster>;
}

/** Images that somebody brought, of any sizes. */
export interface Album {
  readonly pictures: readonly Picture[];
  /** By label; empty where nobody says which class an image is of, and then all labels are 0. */
  readonly classNames: readonly string[];
  /** What was left out, and what looks odd; the rest is usable. */
  readonly problems: readonly Problem[];
}

/** More than an experiment takes, so the rest of a larger set is left out. */
export const mostPictures = 10_000;

/** Names for a message: the first few, and how many more. */
export const listed = (names: readonly string[], most = 3): string =>
  names.slice(0, most).join(', ') + (names.length > most ? ', …' : '');
