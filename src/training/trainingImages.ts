import { LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import { makeRng, shuffled } from '../core/rng.ts';
import { datasetCards } from '../datasets/catalog.ts';
import { drawSigns } from '../datasets/generated.ts';
import { openPacked } from '../datasets/packed.ts';
import type { ImageSource } from '../datasets/source.ts';
import type { Env } from '../engine/env.ts';
import { namedAlike } from '../engine/namedAlike.ts';
import { openImages } from '../engine/subject.ts';
import type { TrainingImages } from './images.ts';
import type { Recipe } from './recipe.ts';
import { isTrainingSet, trainingSets } from './sets.ts';

/**
 * The images of the recipe's range, where the host has them: a set that ships with the lab or is drawn, or the user's.
 *
 * @throws {LabError} `asset` when they do not ship with the lab, `spec` when the user's do not fit.
 */
export async function trainingImages(recipe: Recipe, env: Env): Promise<TrainingImages> {
  const { data } = recipe;
  if (!isTrainingSet(data.set)) return ownImages(recipe, await openImages({ data: data.set }, env));
  const { shape, origin, title } = trainingSets[data.set];
  const positions = Array.from({ length: data.to - data.from }, (_, i) => data.from + i);
  if (origin.kind === 'drawn') return { shape, ...drawSigns({ ...origin, size: shape[0] }, positions) };
  if (origin.kind !== 'embedded')
    throw new LabError('asset', `data.set: ${title} do not ship with the lab; train on them on the command line`);
  return inMemory(openPacked(datasetCards[origin.dataset], env.readAsset), positions);
}

/** In an order of their own, the same for every run: files come class by class, and the last images are held out. */
async function ownImages(recipe: Recipe, given: ImageSource): Promise<TrainingImages> {
  const { data, inputShape, classNames } = recipe;
  const size = (sides: readonly number[]) => sides.join(' × ');
  if (String(given.shape) !== String(inputShape)) {
    const values = { expected: size(inputShape), got: size(given.shape) };
    throw new LabError('spec', [problem(data.set, 'train-shape', values)]);
  }
  if (given.size < data.to)
    throw new LabError('spec', [problem(data.set, 'train-few', { size: given.size, needed: data.to })]);
  const order = shuffled(given.size, makeRng(0).fork('own images'));
  const images = await inMemory(namedAlike(given, classNames), [...order.subarray(data.from, data.to)]);
  const wrong = images.labels.findIndex((label) => label >= classNames.length);
  if (wrong < 0) return images;
  const values = { image: order[data.from + wrong]!, got: images.labels[wrong]!, last: classNames.length - 1 };
  throw new LabError('spec', [problem(data.set, 'label-class', values)]);
}

const readAtOnce = 500; // as floats they take four times the memory

/** Rounded to bytes. */
async function inMemory({ shape, read }: ImageSource, positions: readonly number[]): Promise<TrainingImages> {
  const area = shape[0] * shape[1] * shape[2];
  const pixels = new Uint8Array(positions.length * area);
  const labels = new Uint16Array(positions.length);
  for (let from = 0; from < positions.length; from += readAtOnce) {
    const part = await read(positions.slice(from, from + readAtOnce));
    labels.set(part.labels, from);
    for (let i = 0; i < part.pixels.length; i++) pixels[from * area + i] = Math.round(255 * part.pixels[i]!);
  }
  return { shape, pixels, labels };
}
