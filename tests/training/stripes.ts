import { makeRng } from '../../src/core/rng.ts';
import type { TrainingImages } from '../../src/training/images.ts';
import type { Recipe } from '../../src/training/recipe.ts';

/** Noisy 6 × 6 images, bright in the upper half (class 0) or in the lower half (class 1). */
export function stripes(count: number): TrainingImages {
  const rng = makeRng('stripes');
  const labels = Uint8Array.from({ length: count }, () => (rng.uniform() < 0.5 ? 0 : 1));
  const pixels = Uint8Array.from({ length: count * 36 }, (_, i) => {
    const upper = i % 36 < 18;
    const bright = upper === (labels[Math.floor(i / 36)] === 0);
    return (bright ? 120 : 60) + Math.floor(120 * rng.uniform());
  });
  return { shape: [6, 6, 1], pixels, labels };
}

/** Learns `stripes(320)` in about a second. */
export const stripesRecipe: Recipe = {
  id: 'stripes',
  title: 'Stripes',
  summary: 'Upper half or lower half.',
  method: { kind: 'plain' },
  inputShape: [6, 6, 1],
  classNames: ['upper', 'lower'],
  architecture: [
    { kind: 'conv2d', filters: 4, kernelSize: 3, strides: 1, padding: 'same', activation: 'relu' },
    { kind: 'maxPool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 8, activation: 'relu' },
    { kind: 'dense', units: 2, activation: 'linear' },
  ],
  data: { set: 'mnist-train', from: 10000, to: 10320 },
  holdout: 64,
  epochs: 6,
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate: 0.01, schedule: 'cosine' },
  augmentation: { shift: 0 },
  seed: 7,
  licence: 'Apache-2.0',
};
