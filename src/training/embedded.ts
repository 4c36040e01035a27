import { modelCards } from '../classifiers/catalog.ts';
import { type ReadBytes, verifySha256 } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { datasetCards } from '../datasets/catalog.ts';
import { openPacked } from '../datasets/packed.ts';
import type { TrainingImages } from './images.ts';
import { weightShapes } from './network.ts';
import type { Recipe } from './recipe.ts';
import { trainingSets } from './sets.ts';

/** What a run needs and the lab has, wherever it runs: images of a set that ships, and weights to start from. */
export async function embeddedMaterial(recipe: Recipe, read: ReadBytes) {
  return { images: await embeddedImages(recipe, read), start: await startWeights(recipe, read) };
}

/** The images of the recipe's range. @throws {LabError} `asset` when they do not ship with the lab. */
export async function embeddedImages({ data }: Recipe, read: ReadBytes): Promise<TrainingImages> {
  const { shape, origin, title } = trainingSets[data.set];
  if (origin.kind !== 'embedded')
    throw new LabError('asset', `data.set: ${title} do not ship with the lab; train on them on the command line`);
  const source = openPacked(datasetCards[origin.dataset], read);
  const positions = Array.from({ length: data.to - data.from }, (_, i) => data.from + i);
  const { pixels, labels } = await source.read(positions);
  return {
    shape,
    pixels: Uint8Array.from(pixels, (value) => Math.round(255 * value)),
    labels: Uint8Array.from(labels),
  };
}

/**
 * Weights of the model that the recipe starts from, if it does. @throws {LabError} `param` when its layers are others.
 */
export async function startWeights(recipe: Recipe, read: ReadBytes): Promise<Float32Array | undefined> {
  if (!recipe.start) return undefined;
  const { model } = recipe.start;
  const fetched = async (name: 'model.json' | 'weights.bin') => {
    const path = `models/${model}/${name}`;
    const bytes = await read(path);
    verifySha256(path, bytes, modelCards[model].files[name]);
    return bytes;
  };
  const [topology, weights] = [await fetched('model.json'), await fetched('weights.bin')];
  const { weightsManifest } = JSON.parse(new TextDecoder().decode(topology)) as {
    readonly weightsManifest: readonly { readonly weights: readonly { readonly shape: number[] }[] }[];
  };
  const found = weightsManifest.flatMap((group) => group.weights.map(({ shape }) => shape));
  const wanted = weightShapes(recipe);
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new LabError(
      'param',
      `start.model: expected the layers of architecture, with weights ${JSON.stringify(wanted)}, got ${model} with ${JSON.stringify(found)}`,
    );
  return new Float32Array(new Uint8Array(weights).buffer);
}
