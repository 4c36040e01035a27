import { unreachable } from '../core/errors.ts';
import type { Rng } from '../core/rng.ts';
import * as tf from '../tensor/tf.ts';
import type { LayerRecipe, Recipe } from './recipe.ts';

/** Layers of a recipe with weights of zero. Owned by the caller. */
export function buildNetwork({ id, inputShape, architecture }: Recipe): tf.layers.Sequential {
  const network = tf.layers.sequential({ name: id });
  for (const [i, layer] of architecture.entries()) {
    const input = i === 0 ? { inputShape: [...inputShape] } : {};
    network.add(buildLayer(layer, { name: `${layer.kind.toLowerCase()}_${i + 1}`, ...input }));
  }
  return network;
}

/**
 * Random weights for a network, in the order of `getWeights`: normal with variance 2 / fan-in for kernels (He et al.
 * 2015, arXiv:1502.01852, sec. 2.2), zero for biases. Owned by the caller.
 */
export function initialWeights(network: tf.layers.Sequential, rng: Rng): tf.Tensor[] {
  return network.getWeights().map(({ shape }, i) => {
    if (shape.length === 1) return tf.zeros(shape);
    const stream = rng.fork(i);
    const size = tf.util.sizeFromShape(shape);
    const deviation = Math.sqrt(2 / (size / shape.at(-1)!));
    return tf.tensor(
      Float32Array.from({ length: size }, () => deviation * stream.normal()),
      shape,
    );
  });
}

/** Zeros, because the values are set right after, and random ones would only make opening the model slower. */
const kernelInitializer = 'zeros';

function buildLayer(layer: LayerRecipe, given: { name: string; inputShape?: number[] }): tf.layers.layers.Layer {
  switch (layer.kind) {
    case 'conv2d': {
      const { filters, kernelSize, strides, padding, activation } = layer;
      return tf.layers.layers.conv2d({
        ...given,
        filters,
        kernelSize,
        strides,
        padding,
        activation,
        kernelInitializer,
      });
    }
    case 'maxPool':
      return tf.layers.layers.maxPooling2d({ ...given, poolSize: layer.size });
    case 'flatten':
      return tf.layers.layers.flatten(given);
    case 'dense':
      return tf.layers.layers.dense({ ...given, units: layer.units, activation: layer.activation, kernelInitializer });
    default:
      return unreachable(layer);
  }
}
