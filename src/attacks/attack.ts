import type { Threat } from '../core/threat.ts';
import type { StepContext } from '../tensor/iterate.ts';
import type { Objective } from '../tensor/losses.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import type { AttackId, AttackParams } from './catalog.ts';

/** A differentiable classifier as an attack sees it: pixels in, logits out. */
export interface Victim {
  readonly classes: number;
  /** `[n, k]` logits, owned by the caller; `x` is borrowed. */
  logits(x: Images): Logits;
}

export interface AttackInput<Params> {
  readonly victim: Victim;
  /** Clean images. Borrowed: an attack must not dispose or modify them. */
  readonly x0: Images;
  readonly objective: Objective;
  readonly threat: Threat;
  readonly params: Params;
  readonly ctx: StepContext;
}

/**
 * Returns new images the caller owns, inside the pixel box and the ε-ball. Images are independent of each other: the
 * result for one never depends on the rest of the batch. Success is judged by the engine, not here.
 */
export type Attack<Id extends AttackId> = (input: AttackInput<AttackParams<Id>>) => Promise<Images>;
