import type { Rng } from '../../core/rng.ts';
import type { Images, Labels } from '../../tensor/norms.ts';
import type * as tf from '../../tensor/tf.ts';
import type { Classroom } from '../course.ts';
import type { Answer, Descent } from '../learner.ts';
import type { MethodKind, Settings } from '../methodRecipe.ts';

/** This member's part of a batch. Tensors are borrowed. */
export interface Batch {
  readonly clean: Images;
  readonly labels: Labels;
  /** Of the rows in the training set: an image meets the same random numbers in any batch. */
  readonly positions: Int32Array;
  readonly rng: Rng;
  /** Number of the batch within its stage, counted from 1. */
  readonly t: number;
}

/**
 * One update of the weights down the mean of a loss over the rows of the batch, which `loss` composes on the tape. `also`
 * are variables of the method's own, whose gradients come back, owned by the caller, as does the loss.
 */
export type Descend = (loss: (answer: Answer) => tf.Scalar, also?: readonly tf.Variable[]) => Promise<Descent>;

/** A way to teach, ready for one run. What it keeps between batches is its own until `dispose`. */
export interface Method {
  /** Updates it makes of every batch. */
  readonly updates: number;
  /** Teaches one batch; gives the loss before, owned by the caller. */
  teach(batch: Batch, descend: Descend): Promise<tf.Scalar>;
  /** Epochs count from 1 over all stages. */
  startEpoch?(epoch: number): Promise<void>;
  /** May put the learner back to an earlier state. */
  finishEpoch?(epoch: number): Promise<void>;
  /** What a resumed run needs beside the state of the learner. */
  readonly memory?: () => Float32Array | undefined;
  dispose?(): void;
}

/** `memory` is that of the run that is resumed. */
export type OpenMethod<Kind extends MethodKind> = (
  settings: Settings<Kind>,
  room: Classroom,
  memory: Float32Array | undefined,
) => Method;
