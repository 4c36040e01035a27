import { makeRng } from '../../core/rng.ts';
import { softmax } from './distribution.ts';

/** Probabilities of a model that was never taught, for an image. */
export type Ignorant = (pixels: Float32Array) => Float32Array;

const sharpness = 4; // logits with this deviation on an image of full contrast: mostly sure, and sure of nothing true

/** softmax of a linear map with random weights, the same for the same name. */
export function openIgnorant(name: string, classes: number, size: number): Ignorant {
  const rng = makeRng(name);
  const scale = sharpness / Math.sqrt(size / 4); // pixels of 0 and 1 lie 1/2 from grey
  const weights = Float32Array.from({ length: classes * size }, () => scale * rng.normal());
  return (pixels) => {
    const scores = new Float64Array(classes);
    for (let k = 0; k < classes; k++) {
      for (let i = 0; i < size; i++) scores[k]! += weights[k * size + i]! * (pixels[i]! - 0.5);
    }
    return softmax(scores);
  };
}
