import type { Problem } from '../core/problems.ts';
import type { FitKind, Shape } from '../core/raster.ts';
import type { localSets } from '../datasets/local.catalog.ts';
import type { OwnImages } from './own.ts';

/** What the reader decides about images before they are kept. */
export interface ImageSettings {
  readonly name: string;
  readonly shape: Shape;
  readonly fit: FitKind;
  /** By label; empty where classes are numbers. */
  readonly classNames: readonly string[];
  /** All images are of this class; absent where their files say which. */
  readonly label?: number | undefined;
}

/** What lies in files that were dropped. */
export interface ImagesFound {
  readonly name: string;
  readonly count: number;
  /** By label; empty where the files do not say which class an image is of. */
  readonly classNames: readonly string[];
  /** Images by label. */
  readonly perClass: readonly number[];
  /** The commonest size, height and width; undefined where no header tells. */
  readonly usualSize: readonly [number, number] | undefined;
  /** What was left out, and what looks odd. */
  readonly problems: readonly Problem[];
}

/** A few images as they would be kept. */
export interface ImagesPreview {
  readonly shape: Shape;
  /** `n × h × w × c`, in [0, 1]. */
  readonly pixels: Float32Array;
  readonly labels: readonly number[];
  /** Of their files. */
  readonly names: readonly string[];
}

/** Images that this browser keeps now, and those that could not be read. */
export interface ImagesKept {
  readonly images: OwnImages;
  readonly problems: readonly Problem[];
}

export type Tick = (done: number, total: number) => void;

export type LocalSet = (typeof localSets)[number];

/** Images that the server of the page found on its computer. */
export interface LocalFound {
  /** Where it looked; empty where it looked nowhere. */
  readonly folder: string;
  readonly sets: readonly LocalSet[];
}

export interface LocalData {
  list(): Promise<LocalFound>;
  /** Files of a set. @throws {LabError} `asset` */
  open(set: LocalSet): Promise<readonly { readonly name: string; readonly file: Blob }[]>;
}
