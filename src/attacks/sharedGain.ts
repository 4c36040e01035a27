import { type Gain, gainOf } from '../tensor/gradient.ts';
import type { Objective } from '../tensor/losses.ts';
import * as tf from '../tensor/tf.ts';

const enough = 9; // an image this wrong is lost for certain: the others need the step more

/**
 * Cross-entropy gain, capped per image, so that no single image decides what all have to share (Shafahi et al. 2020,
 * arXiv:1811.11304, sec. 3, "clipped" loss).
 */
export const sharedGain =
  (objective: Objective): Gain =>
  (logits, x) =>
    tf.minimum(gainOf('ce', objective)(logits, x), enough);
