import type { Learned } from '../core/learned.ts';
import type { Cell } from './cells.ts';

/**
 * Asks for the images of a cell again. A run keeps verdicts, not pixels; because every image has its own random stream,
 * attacking it again gives the same picture, alone or in any batch.
 */
export interface CraftRequest {
  readonly cell: Cell;
  /** Positions in the data set. */
  readonly images: readonly number[];
  /** Also return every iterate of the attack. */
  readonly trace: boolean;
}

/** Pixels of some images before and after an attack; all arrays row by row, images in the order asked for. */
export interface Crafted {
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly images: readonly number[];
  readonly labels: Int32Array;
  /** `n × h × w × c`, in [0, 1]. */
  readonly clean: Float32Array;
  readonly adversarial: Float32Array;
  /** `n × k`, of the defended model. */
  readonly cleanProbabilities: Float32Array;
  readonly adversarialProbabilities: Float32Array;
  readonly distances: Float32Array;
  /** Class the adversary wants of each image; −1 where any wrong one will do. */
  readonly targets: Int32Array;
  /** Empty unless asked for; entry 0 is the first iterate. */
  readonly trace: readonly TraceStep[];
  /** What the attack had learned from other images; undefined where it learns nothing. */
  readonly learned: Learned | undefined;
}

/** One iterate of the attack, as the model it attacks sees it. */
export interface TraceStep {
  readonly pixels: Float32Array;
  readonly probabilities: Float32Array;
  /** The attacker's gain per image. */
  readonly gain: Float32Array;
}
