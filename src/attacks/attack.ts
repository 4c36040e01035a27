import type { Learned } from '../core/learned.ts';
import type { Threat } from '../core/threat.ts';
import type { StepContext } from '../tensor/iterate.ts';
import type { Objective } from '../tensor/losses.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import type { AttackId, AttackParams } from './catalog.ts';

/** A differentiable classifier as an attack sees it: pixels in, logits out. */
export interface Victim {
  readonly classes: number;
  /**
   * `[m, k]` logits, owned by the caller; `x` is borrowed. Row i of `x` must show row i of the batch this victim answers
   * for: a randomised defense draws from that image's stream, and the query is billed to that image.
   */
  logits(x: Images): Logits;
  /** The same model answering for these rows of the present batch, in this order; a row may be named many times. */
  rows(indices: readonly number[]): Victim;
  /**
   * Answers to average a gradient over: expectation over transformation (EOT; Athalye et al. 2018, arXiv:1802.00420,
   * sec. 4.2). 1 where the model always answers the same.
   */
  readonly draws: number;
}

export interface AttackInput<Params> {
  readonly victim: Victim;
  /** Clean images. Borrowed: an attack must not dispose or modify them. */
  readonly x0: Images;
  readonly objective: Objective;
  /** `epsilon` is infinite for attacks whose card says they do not work within a budget. */
  readonly threat: Threat;
  readonly params: Params;
  readonly ctx: StepContext;
  /** What the attack's `Learn` made of other images; absent where it has none. */
  readonly learned?: Learned;
}

/**
 * Returns new images the caller owns, inside the pixel box and (budget `ball`) inside the ε-ball. Images are independent
 * of each other: the result for one never depends on the rest of the batch. Success is judged by the engine, not here;
 * a minimum-norm attack that finds nothing returns the clean image.
 */
export type Attack<Id extends AttackId> = (input: AttackInput<AttackParams<Id>>) => Promise<Images>;

/**
 * The part of an attack that all images share: learns from images that are not attacked, given as one batch of which it
 * takes what it wants (`subset`). It runs once for a cell, on every worker for itself, and must give the same numbers
 * there: randomness comes from `ctx.rngOf`, and the size of its batches is its own.
 */
export type Learn<Id extends AttackId> = (input: AttackInput<AttackParams<Id>>) => Promise<Learned>;
