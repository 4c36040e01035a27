import type { Theft } from './extractSpec.ts';

/** How many of how many. */
export interface Count {
  readonly count: number;
  readonly n: number;
}

/** One attack built on the copy and shown to both. */
export interface CopiedAttack {
  readonly attack: string;
  /** Of the images that the victim got right before, those it gets wrong now. */
  readonly fooled: Count;
  /** Of all attacked images, those on which victim and copy say the same. */
  readonly agreed: Count;
}

/** The copy after so many queries. */
export interface CurvePoint {
  /** Answered so far, padding included. */
  readonly queries: number;
  readonly denied: number;
  /** Paid so far: answers and accounts. */
  readonly money: number;
  /** Simulated time since the first query. */
  readonly seconds: number;
  /** On images of the test set: the copy says what the victim says; the copy is right. */
  readonly fidelity: Count;
  readonly accuracy: Count;
  readonly attacks: readonly CopiedAttack[];
  /** Answer of the theft at which a detector first alarmed; null while none has. */
  readonly firstAlarm: number | null;
}

/** When a detector began to alarm; it may stop again, unless the account is closed. */
export interface Alarm {
  readonly detector: string;
  /** Account, from 0; null where it watches all together. */
  readonly client: number | null;
  /** Answers of the whole theft until then, and the query that raised it. */
  readonly query: number;
  readonly seconds: number;
}

/** What a detector saw: its score after so many of the queries it watched. An alarm is on while it is beyond the threshold. */
export interface Watching {
  readonly detector: string;
  readonly client: number | null;
  readonly threshold: number;
  /** Alarms below the threshold (Shapiro–Wilk W), or above it (share of strange queries). */
  readonly alarms: 'below' | 'above';
  readonly queries: Int32Array;
  readonly scores: Float32Array;
  /** Distances it goes by, for a histogram. */
  readonly distances: Float32Array;
}

/** Verification of a watermark in the copy. */
export interface WatermarkProof {
  /** Triggers that the copy, the marked victim and the unmarked victim answer as the owner chose. */
  readonly copy: Count;
  readonly victim: Count;
  readonly unmarked: Count;
  /** Probability that a model which never saw the victim answers at least as many so: binomial, one-sided. */
  readonly p: number;
}

/** The end of a theft. */
export interface TheftEnd {
  /** What the service counted; the thief counts the same, or the run is refused. */
  readonly queries: number;
  readonly denied: number;
  /** Answered and denied. */
  readonly sent: number;
  readonly money: number;
  readonly seconds: number;
  readonly accountsClosed: number;
  /** The thief had nothing left to ask, or nobody to ask with, before the budget was spent. */
  readonly endedEarly: 'no-account' | 'no-query' | null;
  /** Answers an honest user would have been allowed who sends as many questions at the same pace and never waits. */
  readonly honestAllowed: Count;
  readonly alarms: readonly Alarm[];
  readonly watching: readonly Watching[];
  readonly watermark: WatermarkProof | null;
}

/** What the countermeasures cost an honest user with one account. */
export interface HonestPrice {
  /** Natural images asked about, and what came of them. */
  readonly answered: Count;
  readonly accuracy: Count;
  /** The same of the model without countermeasures, on the same images. */
  readonly bareAccuracy: Count;
  /** Expected calibration error in 15 bins, of the answers and of the bare model. */
  readonly calibrationError: number;
  readonly bareCalibrationError: number;
  /** Mean l1 distance between the told probabilities and the true ones. */
  readonly distortion: number;
  readonly falseAlarms: readonly Alarm[];
  readonly watching: readonly Watching[];
  /** Computing time that the countermeasures add to an answer, measured on this machine. */
  readonly addedMs: number;
}

/** A few images of the pool as they are and as the victim is asked about them; the same where nothing is converted. */
export interface PoolSample {
  readonly name: string;
  readonly size: number;
  readonly shape: readonly [number, number, number];
  readonly pixels: Float32Array;
  readonly convertedShape: readonly [number, number, number];
  readonly converted: Float32Array;
}

/** The finished copy as a TensorFlow.js LayersModel. */
export interface CopyFiles {
  readonly 'model.json': Uint8Array;
  readonly 'weights.bin': Uint8Array;
}

/** A piece of an extraction. Log and copy come for the first seed of each setting only. */
export type ExtractPiece =
  | { readonly kind: 'pool'; readonly pool: PoolSample }
  | { readonly kind: 'victim'; readonly accuracy: Count }
  | { readonly kind: 'point'; readonly theft: Theft; readonly point: CurvePoint }
  | { readonly kind: 'honest'; readonly countermeasures: string; readonly seed: number; readonly price: HonestPrice }
  | { readonly kind: 'end'; readonly theft: Theft; readonly end: TheftEnd }
  /** The log of the service as JSON Lines. */
  | { readonly kind: 'log'; readonly theft: Theft; readonly lines: string }
  | { readonly kind: 'copy'; readonly theft: Theft; readonly files: CopyFiles };
