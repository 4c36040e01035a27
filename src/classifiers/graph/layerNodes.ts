import type { GraphBuilder } from './builder.ts';
import type { Activation, Operation, Padding, Pair } from './graph.ts';
import { addActivation } from './layerActivations.ts';
import { noPadding, samePadding } from './windowPadding.ts';

/** A layer of TensorFlow.js that is to be written into a graph. */
export interface LayerFacts {
  readonly builder: GraphBuilder;
  readonly name: string;
  /** As `getConfig` gives it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Ids of the values it reads. */
  readonly inputs: readonly string[];
  /** Names of its weights by the last part of their own: kernel, bias, gamma … */
  readonly weights: ReadonlyMap<string, string>;
  /** Functions by the names its configuration has for them; those of TensorFlow.js where absent. */
  readonly activations?: Readonly<Record<string, Activation>>;
  /** @throws {LabError} `asset`, naming the layer. */
  fail(expected: string, found: string): never;
}

/** Adds the nodes of a layer and gives the id of its value. */
type LayerWriter = (layer: LayerFacts) => string;

const same: LayerWriter = ({ inputs }) => inputs[0]!; // layers other than merges have one input
const plain =
  (operation: Operation): LayerWriter =>
  ({ builder, name, inputs }) =>
    builder.add(name, inputs, operation);

/** By class name. What is missing here is reported by name; a card for each layer that has a counterpart. */
export const layerNodes: Readonly<Record<string, LayerWriter>> = {
  InputLayer: same,
  Dropout: same,
  SpatialDropout2D: same,
  GaussianNoise: same,
  GaussianDropout: same,
  AlphaDropout: same,
  Conv2D: (layer) => addActivation(layer, convolution(layer)),
  DepthwiseConv2D: (layer) => addActivation(layer, depthwise(layer)),
  SeparableConv2D: (layer) => addActivation(layer, separable(layer)),
  Dense: (layer) => addActivation(layer, dense(layer)),
  BatchNormalization: batchNormalization,
  Activation: (layer) => addActivation(layer, layer.inputs[0]!),
  ReLU: (layer) => addClipped(layer, numberIn(layer, 'maxValue', Number.POSITIVE_INFINITY)),
  LeakyReLU: (layer) =>
    plain({ op: 'activate', function: { kind: 'leakyRelu', slope: numberIn(layer, 'alpha', 0.3) } })(layer),
  ELU: (layer) => plain({ op: 'activate', function: { kind: 'elu', alpha: numberIn(layer, 'alpha', 1) } })(layer),
  PReLU: (layer) => plain({ op: 'prelu', slope: layer.weights.get('alpha')! })(layer),
  Softmax: plain({ op: 'softmax' }),
  MaxPooling2D: (layer) => plain({ op: 'maxPool', ...pooling(layer) })(layer),
  AveragePooling2D: (layer) => plain({ op: 'averagePool', ...pooling(layer), countPadding: false })(layer),
  GlobalAveragePooling2D: (layer) => global(layer, 'mean'),
  GlobalMaxPooling2D: (layer) => global(layer, 'max'),
  Add: (layer) => combined(layer, 'add'),
  Multiply: (layer) => combined(layer, 'multiply'),
  Maximum: (layer) => combined(layer, 'maximum'),
  Minimum: (layer) => combined(layer, 'minimum'),
  Average: (layer) => scaled(layer, combined(layer, 'add'), 1 / layer.inputs.length, 0),
  Concatenate: concatenation,
  Flatten: (layer) => reshape(layer, [sizeOf(layer.builder.shape(layer.inputs[0]!))]),
  Reshape: (layer) => reshape(layer, targetShape(layer)),
  Permute: (layer) =>
    plain({ op: 'transpose', permutation: (layer.config.dims as number[]).map((axis) => axis - 1) })(layer),
  ZeroPadding2D: zeroPadding,
  Rescaling: (layer) => scaled(layer, layer.inputs[0]!, numberIn(layer, 'scale', 1), numberIn(layer, 'offset', 0)),
};

/** Conversion relies on channels last; TensorFlow.js itself would compute the others by transposing. */
function expectConfig({ config, fail }: LayerFacts, key: string, ...allowed: readonly unknown[]): void {
  const found = config[key];
  if (found === undefined || allowed.some((value) => JSON.stringify(value) === JSON.stringify(found))) return;
  fail(`${key} ${allowed.join(' or ')}`, JSON.stringify(found));
}

const numberIn = ({ config }: LayerFacts, key: string, otherwise: number): number =>
  typeof config[key] === 'number' ? config[key] : otherwise;
const pairIn = ({ config }: LayerFacts, key: string): Pair => [...(config[key] as number[])] as unknown as Pair;
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const biasIn = ({ weights }: LayerFacts) => (weights.has('bias') ? { bias: weights.get('bias')! } : {});

function windowOf(
  layer: LayerFacts,
  size: Pair,
  dilations: Pair,
): { readonly strides: Pair; readonly padding: Padding } {
  expectConfig(layer, 'dataFormat', 'channelsLast', 'channels_last');
  expectConfig(layer, 'padding', 'same', 'valid');
  const strides = pairIn(layer, 'strides');
  const [height = 1, width = 1] = layer.builder.shape(layer.inputs[0]!);
  const padding =
    layer.config.padding === 'same' ? samePadding([height, width], { size, strides, dilations }) : noPadding;
  return { strides, padding };
}

function convolution(layer: LayerFacts): string {
  const dilations = pairIn(layer, 'dilationRate');
  const window = windowOf(layer, pairIn(layer, 'kernelSize'), dilations);
  const kernel = layer.weights.get('kernel')!;
  const groups = numberIn(layer, 'groups', 1); // of Keras; TensorFlow.js has none
  return plain({ op: 'conv2d', kernel, ...biasIn(layer), ...window, dilations, groups })(layer);
}

/** TensorFlow.js ignores the dilation of this layer, so a model that has one does not compute what it was trained to. */
function depthwise(layer: LayerFacts): string {
  expectConfig(layer, 'dilationRate', 1, [1], [1, 1]);
  const dilations: Pair = [1, 1];
  const window = windowOf(layer, pairIn(layer, 'kernelSize'), dilations);
  const kernel = layer.weights.get('depthwise_kernel')!;
  return plain({ op: 'depthwiseConv2d', kernel, ...biasIn(layer), ...window, dilations })(layer);
}

function separable(layer: LayerFacts): string {
  const dilations = pairIn(layer, 'dilationRate');
  const window = windowOf(layer, pairIn(layer, 'kernelSize'), dilations);
  const kernel = layer.weights.get('depthwise_kernel')!;
  const spatial = layer.builder.add(`${layer.name}/depthwise`, layer.inputs, {
    op: 'depthwiseConv2d',
    kernel,
    ...window,
    dilations,
  });
  return layer.builder.add(layer.name, [spatial], {
    ...{ op: 'conv2d', kernel: layer.weights.get('pointwise_kernel')!, ...biasIn(layer) },
    ...{ strides: [1, 1], padding: noPadding, dilations: [1, 1], groups: 1 },
  });
}

/** Of anything but a vector it works on the last axis: on an image it is a 1 × 1 convolution. */
function dense(layer: LayerFacts): string {
  const { builder, inputs, name, weights } = layer;
  const kernel = weights.get('kernel')!;
  const rank = builder.shape(inputs[0]!).length;
  if (rank === 1) return builder.add(name, inputs, { op: 'dense', kernel, ...biasIn(layer) });
  if (rank !== 3) layer.fail('a vector or an image', `${rank} axes`);
  const { shape, values, trainable } = builder.weights[kernel]!;
  const pointwise = builder.weight(`${kernel}/1x1`, { shape: [1, 1, ...shape], values, trainable });
  return builder.add(name, inputs, {
    ...{ op: 'conv2d', kernel: pointwise, ...biasIn(layer) },
    ...{ strides: [1, 1], padding: noPadding, dilations: [1, 1], groups: 1 },
  });
}

function batchNormalization(layer: LayerFacts): string {
  const { builder, inputs, weights } = layer;
  expectConfig(layer, 'axis', -1, builder.shape(inputs[0]!).length);
  const [scale, offset] = [weights.get('gamma'), weights.get('beta')];
  return plain({
    op: 'batchNorm',
    mean: weights.get('moving_mean')!,
    variance: weights.get('moving_variance')!,
    ...(scale !== undefined && { scale }),
    ...(offset !== undefined && { offset }),
    epsilon: numberIn(layer, 'epsilon', 1e-3),
  })(layer);
}

const addClipped = (layer: LayerFacts, max: number): string =>
  plain({ op: 'activate', function: Number.isFinite(max) ? { kind: 'clip', min: 0, max } : { kind: 'relu' } })(layer);

function pooling(layer: LayerFacts): { readonly size: Pair; readonly strides: Pair; readonly padding: Padding } {
  const size = pairIn(layer, 'poolSize');
  return { size, ...windowOf(layer, size, [1, 1]) };
}

function global(layer: LayerFacts, reduction: 'mean' | 'max'): string {
  expectConfig(layer, 'dataFormat', 'channelsLast', 'channels_last');
  return plain({ op: 'reduce', function: reduction, axes: [0, 1], keepDims: false })(layer);
}

/** More than two values are combined one after the other. */
function combined(
  { builder, name, inputs }: LayerFacts,
  operation: Extract<Operation, { readonly op: 'combine' }>['function'],
): string {
  return inputs.reduce((sum, next) => builder.add(name, [sum, next], { op: 'combine', function: operation }));
}

function scaled({ builder, name }: LayerFacts, input: string, scale: number, offset: number): string {
  const scalar = (part: string, value: number) =>
    builder.weight(`${name}/${part}`, { shape: [], values: Float32Array.of(value), trainable: false });
  return builder.add(name, [input], { op: 'affine', scale: scalar('scale', scale), offset: scalar('offset', offset) });
}

function concatenation(layer: LayerFacts): string {
  const axis = numberIn(layer, 'axis', -1);
  const rank = layer.builder.shape(layer.inputs[0]!).length;
  return plain({ op: 'concat', axis: axis < 0 ? rank + axis : axis - 1 })(layer);
}

const reshape = (layer: LayerFacts, shape: readonly number[]): string => plain({ op: 'reshape', shape })(layer);

/** One entry may be left open, as null or −1. */
function targetShape({ builder, config, inputs }: LayerFacts): number[] {
  const shape = config.targetShape as (number | null)[];
  const known = shape.reduce<number>((product, n) => product * (n !== null && n >= 0 ? n : 1), 1);
  const open = sizeOf(builder.shape(inputs[0]!)) / known;
  return shape.map((n) => (n !== null && n >= 0 ? n : open));
}

function zeroPadding(layer: LayerFacts): string {
  expectConfig(layer, 'dataFormat', 'channelsLast', 'channels_last');
  const [[top, bottom], [left, right]] = layer.config.padding as [[number, number], [number, number]];
  return plain({ op: 'pad', before: [top, left, 0], after: [bottom, right, 0], mode: { kind: 'constant', value: 0 } })(
    layer,
  );
}
