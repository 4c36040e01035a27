import type { Images } from '../tensor/norms.ts';
import type * as tf from '../tensor/tf.ts';
import type { DetectorChoice, DetectorId } from './catalog.ts';
import type { Detector, Watched } from './detector.ts';
import { neighbours } from './neighbours.ts';
import { squeezing } from './squeezing.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
const detectors: { readonly [Id in DetectorId]: Detector<Id> } = { squeezing, neighbours };

/** `[n]` scores of one detector, owned by the caller; inside `tf.tidy`. */
export function suspicion<Id extends DetectorId>(choice: DetectorChoice<Id>, x: Images, model: Watched): tf.Tensor1D {
  const detector: Detector<Id> = detectors[choice.id];
  return detector(x, model, choice.params);
}
