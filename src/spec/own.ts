import type { Preprocessing } from '../core/preprocessing.ts';
import type { Rate } from '../core/stats.ts';

/** Stands before the id of something that the reader brought and this browser keeps: `model=own:3fa85c7d90e1`. */
export const ownPrefix = 'own:';
export const ownPattern = /^own:[0-9a-f]{12}$/;

/** Files that belong together, by name. */
export type OwnFiles = Readonly<Record<string, Uint8Array>>;

/** What can be done with a model: see the audit of `openModelFile`. */
export type OwnAccess =
  | { readonly kind: 'trainable' }
  | { readonly kind: 'white-box'; readonly reason: string }
  | { readonly kind: 'black-box'; readonly reason: string };

export type OwnFormat = 'tfjs-layers' | 'tfjs-graph' | 'teachable-machine' | 'keras' | 'onnx';

/** What training in the lab made of a model: the same held-out images before and after. */
export interface Tuned {
  /** The model that training began with, and the SHA-256 of its file or its id; absent for random weights. */
  readonly from?: { readonly name: string; readonly source: string };
  /** An id of the trainer, and the budget in linf it trains for, where it does. */
  readonly method: string;
  readonly epsilon?: number | undefined;
  /** Images that were trained on, and how many. */
  readonly data: string;
  readonly images: number;
  readonly epochs: number;
  readonly seed: number;
  readonly before?: Measured;
  readonly after: Measured;
}

/** On clean images, and under PGD-10 within `epsilon` where there is one. */
export interface Measured {
  readonly accuracy: Rate;
  readonly robust?: Rate | undefined;
}

/** What the audit of a model of the reader's found, without its files. */
export interface OwnModel {
  readonly kind: 'model';
  /** `own:` and 12 digits of the SHA-256 of files, preprocessing and class names: what gives other numbers has another id. */
  readonly id: string;
  /** As the reader calls it; the name of the file at first. */
  readonly name: string;
  readonly format: OwnFormat;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  /** One per class; empty where nobody named them. */
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly access: OwnAccess;
  readonly softmaxRemoved: boolean;
  readonly layers?: number;
  readonly parameters?: number;
  /** Bytes of all files. */
  readonly size: number;
  /** Of a model that was trained here. */
  readonly tuned?: Tuned;
}

/** Labelled images of the reader's. */
export interface OwnImages {
  readonly kind: 'images';
  readonly id: string;
  readonly name: string;
  readonly shape: readonly [number, number, number];
  readonly count: number;
  readonly classNames: readonly string[];
  readonly size: number;
}

export type OwnThing = OwnModel | OwnImages;

/** Where a browser keeps them; nothing leaves the machine. Facts are read without the files. */
export interface OwnShelf {
  list(): Promise<readonly OwnThing[]>;
  read(id: string): Promise<{ readonly thing: OwnThing; readonly files: OwnFiles } | undefined>;
  /** @throws {LabError} `asset` when there is no room. */
  keep(thing: OwnThing, files: OwnFiles): Promise<void>;
  forget(id: string): Promise<void>;
}

/** Files to look into, and what the reader knows better than they. */
export interface AuditRequest {
  readonly name: string;
  readonly files: OwnFiles;
  /** Guessed where absent. */
  readonly preprocessing?: Preprocessing;
  readonly classNames?: readonly string[];
  /** Images to try it on; a data set of the lab that fits where absent. */
  readonly data?: string;
}

/** What is being done with files that are looked into: opened, then tried on images. */
export type AuditStep = { readonly kind: 'opening' } | { readonly kind: 'trying' };

/** Answers of a model on a few images, to see whether they look right. */
export interface OwnPreview {
  readonly data: string;
  /** The images did not have the size or the channels of the model. */
  readonly converted: boolean;
  /** `n × h × w × c`, as the model sees them before its preprocessing. */
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
  /** Of the answer. */
  readonly confidences: Float32Array;
  /** Answers that are the label, of all images tried; the labels of another set of classes mean nothing. */
  readonly right: { readonly count: number; readonly n: number };
}

export interface Audited {
  readonly model: OwnModel;
  readonly preview: OwnPreview;
}

export type ExportFormat = 'tfjs' | 'onnx';
