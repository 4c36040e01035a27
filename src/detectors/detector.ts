import type { Images, Labels, Logits } from '../tensor/norms.ts';
import type * as tf from '../tensor/tf.ts';
import type { DetectorId, DetectorParams } from './catalog.ts';

/** Clean images a detector compares with, as the model sees them. */
export interface Known {
  /** `[m, d]` */
  readonly features: tf.Tensor2D;
  readonly labels: Labels;
}

/** The (defended) model a detector stands beside. Results are owned by the caller. */
export interface Watched {
  readonly classes: number;
  logits(x: Images): Logits;
  /** What enters its last layer, `[n, d]`. */
  features(x: Images): tf.Tensor2D;
  /** @throws where no detector of the run asked for known images. */
  known(): Known;
}

/** What a detector makes of some images. Everything is differentiable and owned by the caller. */
export interface Impression {
  /** How suspicious each image is, `[n]`: larger is more. */
  readonly score: tf.Tensor1D;
  /**
   * How far each image is from passing for one of the class `wanted`, `[n]`: below 0 where it passes. Unlike the score
   * it keeps its slope where the model is sure of its answers, so that an adaptive attack can follow it.
   */
  unlike(wanted: Labels): tf.Tensor1D;
}

/** Images are independent of each other and borrowed. Called inside `tf.tidy`. */
export type Detector<Id extends DetectorId> = (x: Images, model: Watched, params: DetectorParams<Id>) => Impression;
