import type { Images } from '../tensor/norms.ts';
import type { DetectorChoice, DetectorId } from './catalog.ts';
import type { Detector, Impression, Watched } from './detector.ts';
import { neighbours } from './neighbours.ts';
import { squeezing } from './squeezing.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
const detectors: { readonly [Id in DetectorId]: Detector<Id> } = { squeezing, neighbours };

/** What one detector makes of the images; inside `tf.tidy`. */
export function impression<Id extends DetectorId>(choice: DetectorChoice<Id>, x: Images, model: Watched): Impression {
  const detector: Detector<Id> = detectors[choice.id];
  return detector(x, model, choice.params);
}
