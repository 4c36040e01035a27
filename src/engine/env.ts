import type { CanaryCheck } from '../core/backend.ts';
import type { ReadBytes } from '../core/bytes.ts';
import type { OwnShelf } from '../spec/own.ts';

/** What differs between browser, Node and tests. Nothing else may. */
export interface Env {
  /** Something that ships with the lab: `models/<id>/model.json`, `data/mnist/part-0.pack`. */
  readonly readAsset: ReadBytes;
  /** A file the user named; hosts without a file system reject with a `LabError`. */
  readonly readFile: ReadBytes;
  /** What the reader brought and this host keeps; absent where it keeps nothing. */
  readonly readOwn?: OwnShelf['read'];
  /** Lets the host breathe: a macrotask, and on a graphics processor the end of the work handed over the time before. */
  breathe(): Promise<void>;
  /** Milliseconds from any start; never runs backwards. */
  now(): number;
  /** Seconds since 1970 as ISO text. */
  date(): string;
  /** `checks` are what its self-test found. */
  readonly backend: { readonly name: string; readonly adapter: string; readonly checks: readonly CanaryCheck[] };
  /** Images per batch; the last batch of a range is padded to it. Never changes a result. */
  readonly batchSize: number;
  /**
   * Prepares the device for a model and resolves with the images per batch that fit its memory and the reader's patience,
   * at most `batchSize`. `gradientOf` hands over the gradient of so many images. Absent where any batch will do.
   */
  fitBatch?(gradientOf: (images: number) => void): Promise<number>;
}

/** What a host gives to one run. */
export interface Host<Event> {
  readonly signal: AbortSignal;
  readonly emit: (event: Event) => void;
}
