import type { Cell } from './cells.ts';
import type { CertifyPiece } from './certifyEvents.ts';
import { type CheckCode, checkCodes } from './checks/catalog.ts';
import type { ExtractPiece } from './extractEvents.ts';

/** What the numbers of a run refer to, found out while loading. */
export interface Setting {
  readonly version: string;
  readonly backend: string;
  /** Name of the graphics adapter, or of the kernels in use on the processor. */
  readonly adapter: string;
  readonly model: { readonly id: string; readonly sha256: string; readonly classNames: readonly string[] };
  readonly dataset: { readonly id: string; readonly sha256: string };
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
}

/** How suspicious each image is, by detector. Larger is more; where the threshold lies is decided later. */
export type Scores = Readonly<Record<string, Float32Array>>;

/** What a second model says about the same images, each by itself. */
export interface Opinion {
  readonly predictions: Int32Array;
  /** Largest class probability. */
  readonly confidences: Float32Array;
}

/** By model. */
export type Opinions = Readonly<Record<string, Opinion>>;

/** What every block knows besides answers and outcomes. */
interface Asides {
  /** Class scores before the softmax, which forgets their common part and rounds small ones to 0; `n × k`, absent in older reports. */
  readonly logits?: Float32Array | undefined;
  /** Absent where the run has no detector. */
  readonly scores?: Scores | undefined;
  /** Of the second models, undefended; absent where the run has none. */
  readonly opinions?: Opinions | undefined;
}

/** Clean images `from`, `from + 1`, … as one (defended) model sees them. */
export interface CleanBlock extends Asides {
  readonly from: number;
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
  /** `n × k`, row by row. */
  readonly probabilities: Float32Array;
  /** Wanted class per image; −1 when untargeted, or where the target is the true class. */
  readonly targets: Int32Array;
}

/** What one cell did to images `from`, `from + 1`, …. The defended model is the judge. */
export interface CellBlock extends Asides {
  readonly from: number;
  readonly predictions: Int32Array;
  /** `n × k`, row by row. */
  readonly probabilities: Float32Array;
  /** 1 where the adversary has what it wants. */
  readonly success: Uint8Array;
  /** Distance to the clean image in the norm of the run. */
  readonly distances: Float32Array;
  /** 1 where `success` still holds after the image is rounded to 8 bits, as a PNG stores it. */
  readonly survives: Uint8Array;
  /** Questions put to the model about each image; undefined where the attack sees inside it. */
  readonly queries: Int32Array | undefined;
  /** Which member of a cascade brought each image down, −1 where none had to or could; absent for other attacks. */
  readonly by?: Int8Array | undefined;
}

/** Images `from`, `from + 1`, … crafted on one model and shown to another. */
export interface TransferBlock {
  readonly from: number;
  readonly labels: Int32Array;
  /** Wanted class per image; −1 when untargeted. */
  readonly targets: Int32Array;
  /** Answers of the model they are shown to, on the clean images and on the crafted ones. */
  readonly clean: Int32Array;
  readonly predictions: Int32Array;
  /** 1 where the adversary has what it wants. */
  readonly success: Uint8Array;
}

/** Things worth knowing that are no check: what a number stands for, or how it was computed. */
export const noticeCodes = [
  'not-held-out',
  'non-adaptive',
  'dlr-fallback',
  'target-is-label',
  'stopped-early',
  'backend-fallback',
  'stock-kernels',
  'slower-kernels',
  'worker-replaced',
  'language-missing',
] as const;
export const warningCodes = [...noticeCodes, ...checkCodes] as const;
export type WarningCode = (typeof warningCodes)[number];

/** What the engine measured for a check of the numbers. The check itself is judged from all that was measured. */
export interface Evidence {
  readonly code: CheckCode;
  /** What it was measured on. */
  readonly cells: Partial<Cell>;
  /** First image of those it was measured on; evidence that comes twice counts once. */
  readonly from: number;
  /** Images looked at. */
  readonly n: number;
  /** Positions of the images that speak against the numbers. */
  readonly images: readonly number[];
  /** What else was measured, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A doubt that travels with the numbers it qualifies. `values` fill the translated sentence; `message` is English. */
export interface Warning {
  readonly code: WarningCode;
  /** The cells it qualifies: those that match every key given; an empty object means the whole run. */
  readonly cells: Partial<Cell>;
  readonly values: Readonly<Record<string, string | number>>;
  readonly message: string;
}

export type RunEvent =
  | { readonly kind: 'started'; readonly startedAt: string }
  /** Everything before this is void: the run begins again, on another backend. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'clean'; readonly defense: string; readonly block: CleanBlock }
  | { readonly kind: 'cell'; readonly cell: Cell; readonly block: CellBlock }
  /**
   * `done` counts passes × images finished within the shard that begins at image `shard`. A negative number is no shard
   * but what an attack learns beforehand: −1 for the first cell of the plan, and so on. Every worker does it for itself.
   */
  | { readonly kind: 'progress'; readonly shard: number; readonly done: number }
  | { readonly kind: 'transfer'; readonly source: string; readonly target: string; readonly block: TransferBlock }
  | { readonly kind: 'extract'; readonly piece: ExtractPiece }
  | { readonly kind: 'certify'; readonly piece: CertifyPiece }
  | { readonly kind: 'warning'; readonly warning: Warning }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'finished'; readonly seconds: number; readonly complete: boolean };
