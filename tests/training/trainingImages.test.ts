import { describe, expect, it } from 'vitest';
import { npyFile } from '../../src/spec/export/npyFile.ts';
import type { OwnImages } from '../../src/spec/own.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { trainingImages } from '../../src/training/trainingImages.ts';
import { memoryEnv } from '../fixtures.ts';
import { stripesRecipe } from './stripes.ts';

const count = 60;
const album: OwnImages = {
  kind: 'images',
  id: 'own:0123456789ab',
  name: 'pets',
  shape: [6, 6, 1],
  count,
  classNames: ['Dog', 'bird', 'cat'],
  size: 1,
};
/** Class by class, as folders come; every pixel of an image is its position. */
const files = {
  'x.npy': npyFile(
    [count, 6, 6, 1],
    Uint8Array.from({ length: count * 36 }, (_, i) => Math.floor(i / 36)),
  ),
  'y.npy': npyFile(
    [count],
    Uint8Array.from({ length: count }, (_, i) => Math.floor(i / 20)),
  ),
};
const env = { ...memoryEnv({ batchSize: 4 }), readOwn: async () => ({ thing: album, files }) };
const recipe: Recipe = {
  ...stripesRecipe,
  classNames: ['cat', 'dog', 'bird'],
  data: { set: album.id, from: 0, to: count },
  holdout: 12,
};

describe('the user’s own images in training', () => {
  it('are all there once, bytes as they were, under the class numbers of the model', async () => {
    const { pixels, labels } = await trainingImages(recipe, env);
    const positions = Array.from({ length: count }, (_, i) => pixels[36 * i]!);
    expect([...positions].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    const numberOf = [1, 2, 0]; // dog, bird, cat
    expect([...labels]).toEqual(positions.map((position) => numberOf[Math.floor(position / 20)]));
  });

  it('come in an order that holds out images of every class, the same whatever the seed', async () => {
    const { labels, pixels } = await trainingImages(recipe, env);
    expect(new Set(labels.subarray(count - recipe.holdout))).toEqual(new Set([0, 1, 2]));
    expect((await trainingImages({ ...recipe, seed: 99 }, env)).pixels).toEqual(pixels);
  });

  it('are refused where size, number or classes do not fit, with what to do', async () => {
    const refused = (part: Partial<Recipe>) =>
      trainingImages({ ...recipe, ...part }, env).then(
        () => 'taken',
        ({ message }: Error) => message,
      );
    expect(await refused({ inputShape: [8, 8, 1] })).toMatch(/takes images of 8 × 8 × 1, these are 6 × 6 × 1; bring/);
    expect(await refused({ data: { ...recipe.data, to: 90 } })).toMatch(/holds 60 images, .* at least 90/);
    expect(await refused({ classNames: ['cat', 'mouse'] })).toMatch(/has label 2, the model has classes 0 to 1/);
  });
});
