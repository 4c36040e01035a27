import type { Rng } from '../../core/rng.ts';
import type { Severity } from '../corruptions.card.ts';
import type { Picture } from './picture.ts';

/** One kind of damage. Gives a new picture in [0, 1]; the same stream damages the same way. */
export type Corruption = (picture: Picture, severity: Severity, rng: Rng) => Picture;
