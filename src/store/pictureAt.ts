import type { Crafted } from '../spec/craft.ts';
import type { Picture } from './labState.ts';

/** The i-th of some crafted images by itself. */
export function pictureAt(crafted: Crafted, i: number): Picture {
  const rows = (values: Float32Array) => {
    const width = values.length / crafted.images.length;
    return values.subarray(i * width, (i + 1) * width);
  };
  return {
    image: crafted.images[i]!,
    shape: crafted.shape,
    label: crafted.labels[i]!,
    clean: rows(crafted.clean),
    adversarial: rows(crafted.adversarial),
    cleanProbabilities: rows(crafted.cleanProbabilities),
    adversarialProbabilities: rows(crafted.adversarialProbabilities),
    distance: crafted.distances[i]!,
    target: crafted.targets[i]!,
    learned: crafted.learned,
    trace: crafted.trace.map(({ pixels, probabilities, gain }) => ({
      pixels: rows(pixels),
      probabilities: rows(probabilities),
      gain: rows(gain),
    })),
  };
}
