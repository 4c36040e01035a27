import type { Images } from '../tensor/norms.ts';
import type { DefenseId, DefenseParams } from './catalog.ts';

/**
 * Transformation of the input in front of the model. `[n, h, w, c]` in [0, 1] in and out, same shape; the image is
 * borrowed, the result owned by the caller. Images are independent of each other. Called inside `tf.tidy`.
 */
export type Defense<Id extends DefenseId> = (x: Images, params: DefenseParams<Id>) => Images;
