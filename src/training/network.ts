import { LabError, unreachable } from '../core/errors.ts';
import type { Rng } from '../core/rng.ts';
import * as tf from '../tensor/tf.ts';
import type { LayerRecipe, Recipe } from './recipe.ts';

type Layer = tf.layers.layers.Layer;
type Symbolic = tf.layers.SymbolicTensor;
type Block = Extract<LayerRecipe, { kind: 'residual' }>;
type ChainRecipe = Exclude<LayerRecipe, Block>;

/** The part of a recipe that says what the network is. */
export type NetworkRecipe = Pick<Recipe, 'id' | 'inputShape' | 'architecture'>;

/** The layers of a recipe. @throws {LabError} `contract` where a model of the user's stands in their place. */
export function layersIn({ id, architecture }: Pick<Recipe, 'id' | 'architecture'>): readonly LayerRecipe[] {
  if (!architecture) throw new LabError('contract', `${id} has no layers: its network is the user's`);
  return architecture;
}

const isChain = (layer: LayerRecipe): layer is ChainRecipe => layer.kind !== 'residual';

/** Layers of a recipe with weights of zero: a graph where a block branches, else a chain. Owned by the caller. */
export function buildNetwork(recipe: NetworkRecipe): tf.layers.LayersModel {
  const { id, inputShape } = recipe;
  const architecture = layersIn(recipe);
  if (!architecture.every(isChain)) return buildGraph(recipe);
  const network = tf.layers.sequential({ name: id });
  for (const [i, layer] of architecture.entries()) {
    const input = i === 0 ? { inputShape: [...inputShape] } : {};
    for (const part of chainOf(layer, { name: nameOf(layer, i), ...input })) network.add(part);
  }
  return network;
}

/** Shapes of all weights, in their order. */
export function weightShapes(recipe: NetworkRecipe): number[][] {
  const network = buildNetwork(recipe);
  const shapes = network.getWeights().map(({ shape }) => shape);
  network.dispose();
  return shapes;
}

/** Sets the weights from the beginning of `values`. */
export function setValues(network: tf.layers.LayersModel, values: Float32Array): void {
  const weights = unflatten(
    values,
    network.getWeights().map(({ shape }) => shape),
  );
  network.setWeights(weights);
  tf.dispose(weights);
}

/** Tensors of the given shapes from the beginning of `values`; owned by the caller. */
export function unflatten(values: Float32Array, shapes: readonly number[][]): tf.Tensor[] {
  let offset = 0;
  return shapes.map((shape) => {
    const begin = offset;
    offset += tf.util.sizeFromShape(shape);
    return tf.tensor(values.slice(begin, offset), shape);
  });
}

/**
 * Random weights for a network, in the order of `getWeights`: normal with variance 2 / fan-in for kernels (He et al.
 * 2015, arXiv:1502.01852, sec. 2.2), one for scales and running variances of batch norm, else zero. Owned by the caller.
 */
export function initialWeights(network: tf.layers.LayersModel, rng: Rng): tf.Tensor[] {
  return network.weights.map(({ originalName, shape: sizes }, i) => {
    const shape = sizes as number[]; // weights have no open dimension
    if (shape.length === 1) return startsAtOne.test(originalName) ? tf.ones(shape) : tf.zeros(shape);
    const stream = rng.fork(i);
    const size = tf.util.sizeFromShape(shape);
    const deviation = Math.sqrt(2 / (size / shape.at(-1)!));
    return tf.tensor(
      Float32Array.from({ length: size }, () => deviation * stream.normal()),
      shape,
    );
  });
}

const startsAtOne = /\/(gamma|moving_variance)$/;

const nameOf = ({ kind }: LayerRecipe, i: number) => `${kind.toLowerCase()}_${i + 1}`;

function buildGraph(recipe: NetworkRecipe) {
  const { id, inputShape } = recipe;
  const input = tf.layers.input({ shape: [...inputShape], name: 'images' });
  let x = input;
  for (const [i, layer] of layersIn(recipe).entries()) {
    const name = nameOf(layer, i);
    x = isChain(layer) ? apply(x, chainOf(layer, { name })) : residual(x, layer, name);
  }
  return tf.layers.model({ inputs: input, outputs: x, name: id });
}

const apply = (x: Symbolic, chain: readonly Layer[]): Symbolic =>
  chain.reduce((value, layer) => layer.apply(value) as Symbolic, x); // one output each

type Convolution = Omit<Extract<LayerRecipe, { kind: 'conv2d' }>, 'kind'>;

/** relu(norm(conv(relu(norm(conv(x))))) + x), where x passes a 1 × 1 convolution when its shape has to change. */
function residual(x: Symbolic, { filters, strides }: Block, name: string): Symbolic {
  const conv = (part: string, options: Pick<Convolution, 'kernelSize' | 'strides' | 'activation'>) =>
    convolution({ filters, padding: 'same', batchNorm: true, ...options }, { name: `${name}_${part}` });
  const branch = apply(x, [
    ...conv('a', { kernelSize: 3, strides, activation: 'relu' }),
    ...conv('b', { kernelSize: 3, strides: 1, activation: 'linear' }),
  ]);
  const same = strides === 1 && x.shape.at(-1) === filters;
  const shortcut = same ? x : apply(x, conv('shortcut', { kernelSize: 1, strides, activation: 'linear' }));
  const sum = tf.layers.layers.add({ name: `${name}_add` }).apply([branch, shortcut]) as Symbolic;
  return apply(sum, [tf.layers.layers.activation({ name: `${name}_relu`, activation: 'relu' })]);
}

interface Given {
  readonly name: string;
  readonly inputShape?: number[];
}

/** Zeros, because the values are set right after, and random ones would only make opening the model slower. */
const kernelInitializer = 'zeros';

function chainOf(layer: ChainRecipe, given: Given): Layer[] {
  switch (layer.kind) {
    case 'conv2d':
      return convolution(layer, given);
    case 'maxPool':
      return [tf.layers.layers.maxPooling2d({ ...given, poolSize: layer.size })];
    case 'globalAveragePool':
      return [tf.layers.layers.globalAveragePooling2d(given)];
    case 'flatten':
      return [tf.layers.layers.flatten(given)];
    case 'dense': {
      const { units, activation } = layer;
      return [tf.layers.layers.dense({ ...given, units, activation, kernelInitializer })];
    }
    default:
      return unreachable(layer);
  }
}

/** A convolution with its activation, and batch norm in between (Ioffe and Szegedy 2015, arXiv:1502.03167, sec. 3.2). */
function convolution(
  { filters, kernelSize, strides, padding, activation, batchNorm = false }: Convolution,
  given: Given,
): Layer[] {
  const shape = { ...given, filters, kernelSize, strides, padding, kernelInitializer } as const;
  if (!batchNorm) return [tf.layers.layers.conv2d({ ...shape, activation })];
  const { name } = given;
  const norm = tf.layers.layers.batchNormalization({ name: `${name}_norm`, epsilon: 1e-5, momentum: 0.9 });
  const chain = [tf.layers.layers.conv2d({ ...shape, useBias: false }), norm];
  return activation === 'linear'
    ? chain
    : [...chain, tf.layers.layers.activation({ name: `${name}_${activation}`, activation })];
}
