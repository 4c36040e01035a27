import type { Rate } from '../core/stats.ts';
import type { Checkpoint } from './checkpoint.ts';

/** What a training run tells its host. Losses are means of cross-entropy, in nats. */
export type TrainEvent =
  /** `done` of `epochs` were finished by an earlier run. */
  | { readonly kind: 'started'; readonly parameters: number; readonly done: number; readonly epochs: number }
  /** Now and then: the loss since the last such event, or since the epoch began. Epochs and steps count from 1. */
  | ({ readonly kind: 'step'; readonly epoch: number; readonly step: number; readonly steps: number } & Pace)
  /** Every few seconds within an epoch: how it goes, on fewer images than at its end. */
  | ({ readonly kind: 'probe'; readonly epoch: number; readonly step: number; readonly steps: number } & Progress)
  /** The loss over the epoch, and what came of it. */
  | ({ readonly kind: 'epoch'; readonly epoch: number; readonly epochs: number } & Progress & Pace)
  /** After `epoch` the network withstood a share `from` only of what it had withstood by `to`, and was put back. */
  | { readonly kind: 'restored'; readonly epoch: number; readonly from: number; readonly to: number }
  /** After each epoch: what is worth keeping if the run is stopped. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'finished'; readonly seconds: number; readonly complete: boolean };

/** Accuracy on the images held out. */
export interface Progress {
  readonly accuracy: Rate;
  /** Under a small PGD attack on the first of them, where the method trains for a budget. */
  readonly robust?: Rate | undefined;
}

export interface Pace {
  readonly loss: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}
