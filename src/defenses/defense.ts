import type { Rng } from '../core/rng.ts';
import type { Images } from '../tensor/norms.ts';
import type { DefenseId, DefenseParams } from './catalog.ts';

/** Random stream of row `i` of the images; each call goes on where the last one stopped. */
export type RngOfRow = (i: number) => Rng;

/**
 * Transformation of the input in front of the model. `[n, h, w, c]` in and out, same shape; the image is borrowed, the
 * result owned by the caller. Images are independent of each other. Called inside `tf.tidy`.
 */
export type Defense<Id extends DefenseId> = (x: Images, params: DefenseParams<Id>, rngOf: RngOfRow) => Images;
