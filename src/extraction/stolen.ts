import type { LabelKind } from './card.ts';
import { argMax, oneHot } from './service/distribution.ts';

/** What a thief has learned of the victim: images and what it believes of them, in the order it got them. */
export interface Stolen {
  readonly images: Float32Array[];
  /** `[k]` each: the answers, or the likeliest class alone. */
  readonly beliefs: Float32Array[];
  /** Takes over `image` and `answer`. */
  add(image: Float32Array, answer: Float32Array): void;
}

export function openStolen(kind: LabelKind): Stolen {
  const images: Float32Array[] = [];
  const beliefs: Float32Array[] = [];
  return {
    images,
    beliefs,
    add(image, answer) {
      images.push(image);
      beliefs.push(kind === 'hard' ? oneHot(argMax(answer), answer.length) : answer);
    },
  };
}
