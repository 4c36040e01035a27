import recipe from '../recipes/mnist-cnn.json' with { type: 'json' };
import { unreachable } from '../src/core/errors.ts';
import { makeRng } from '../src/core/rng.ts';
import * as tf from '../src/tensor/tf.ts';
import { buildNetwork, initialWeights } from '../src/training/network.ts';
import type { Recipe } from '../src/training/recipe.ts';
import { residual } from './residual.ts';
import type { NetworkName } from './tasks.ts';

/** A network with random weights. */
export interface Network {
  readonly model: tf.layers.LayersModel;
  /** Images of one run; undefined for the batch the engine uses. */
  readonly batch: number | undefined;
}

export function buildBenchNetwork(name: NetworkName): Network {
  switch (name) {
    case 'mnist-cnn':
      return { model: fromRecipe(recipe as unknown as Architecture), batch: undefined }; // JSON has no tuples
    case 'a':
      return { model: fromRecipe(networkA), batch: 64 };
    case 'residual':
      return { model: residual(), batch: 32 };
    default:
      return unreachable(name);
  }
}

type Architecture = Pick<Recipe, 'id' | 'inputShape' | 'architecture'>;

const conv = (filters: number) =>
  ({ kind: 'conv2d', filters, kernelSize: 3, strides: 1, padding: 'same', activation: 'relu' }) as const;
const pool = { kind: 'maxPool', size: 2 } as const;

export const networkA: Architecture = {
  id: 'a',
  inputShape: [28, 28, 1],
  architecture: [
    conv(32),
    pool,
    conv(64),
    pool,
    { kind: 'flatten' },
    { kind: 'dense', units: 128, activation: 'relu' },
    { kind: 'dense', units: 10, activation: 'linear' },
  ],
};

function fromRecipe(architecture: Architecture): tf.layers.LayersModel {
  const network = buildNetwork(architecture as Recipe); // which reads no other field
  const weights = initialWeights(network, makeRng('bench'));
  network.setWeights(weights);
  tf.dispose(weights);
  return network;
}
