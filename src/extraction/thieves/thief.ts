import type { Rng } from '../../core/rng.ts';
import type { Copy } from '../copy.ts';
import type { Pool, Shape } from '../pool.ts';
import type { Stolen } from '../stolen.ts';
import type { ThiefId, ThiefParams } from '../thieves.catalog.ts';

/** What a thief has to work with. */
export interface Scene {
  readonly pool: Pool;
  readonly copy: Copy;
  readonly stolen: Stolen;
  /** Probabilities of the copy, row by row. */
  readonly guess: (pixels: Float32Array) => Promise<Float32Array>;
  readonly rng: Rng;
  readonly shape: Shape;
  readonly classes: number;
  /** Own queries it can pay. */
  readonly budget: number;
  /** Passes over what was stolen that the copy is given. */
  readonly epochs: number;
  readonly pause: () => Promise<void>;
}

/** Chooses what to ask about. */
export interface Thief {
  /** The next images, row by row, at most `most`; fewer are fine, none when it has no more questions. */
  next(most: number): Promise<Float32Array>;
  /** Told what its last images were answered, in their order; undefined where there was no answer. */
  hear?(replies: readonly (Float32Array | undefined)[]): void | Promise<void>;
}

export type OpenThief<Id extends ThiefId> = (scene: Scene, params: ThiefParams<Id>) => Thief;

export const sizeOf = ([h, w, c]: Shape): number => h * w * c;
