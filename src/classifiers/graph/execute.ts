import { unreachable } from '../../core/errors.ts';
import * as tf from '../../tensor/tf.ts';
import { activate } from './activate.ts';
import type { GraphNode, Padding } from './graph.ts';

/** A value with its batch axis, or a constant with a batch of 1. */
type Value = tf.Tensor;
type Of<Op extends GraphNode['op']> = Extract<GraphNode, { readonly op: Op }>;

/** The value of a node from those it reads; weights by name. Call inside `tf.tidy`; differentiable in all of them. */
export function execute(node: GraphNode, inputs: readonly Value[], weight: (name: string) => tf.Tensor): Value {
  const x = inputs[0]!; // absent only for constants
  const given = (name: string | undefined) => (name === undefined ? undefined : weight(name));
  switch (node.op) {
    case 'dense':
      return biased(tf.matMul(x, weight(node.kernel)), given(node.bias));
    case 'conv2d':
      return convolve(
        node,
        x as tf.Tensor4D /* shapesOf checked ranks, here and below */,
        weight(node.kernel) as tf.Tensor4D,
        given(node.bias),
      );
    case 'depthwiseConv2d':
      return depthwise(node, x as tf.Tensor4D, weight(node.kernel) as tf.Tensor4D, given(node.bias));
    case 'batchNorm':
      return tf.batchNorm(
        x,
        weight(node.mean) as tf.Tensor1D,
        weight(node.variance) as tf.Tensor1D,
        (given(node.offset) ?? tf.zerosLike(weight(node.mean))) as tf.Tensor1D, // its gradient fails without either
        (given(node.scale) ?? tf.onesLike(weight(node.mean))) as tf.Tensor1D,
        node.epsilon,
      );
    case 'affine': {
      const scaled = node.scale === undefined ? x : tf.mul(x, weight(node.scale));
      return node.offset === undefined ? scaled : tf.add(scaled, weight(node.offset));
    }
    case 'activate':
      return activate(node.function, x);
    case 'prelu':
      return tf.prelu(x, weight(node.slope));
    case 'softmax':
      return tf.softmax(x);
    case 'maxPool':
      return tf.maxPool(x as tf.Tensor4D, [...node.size], [...node.strides], explicit(node.padding));
    case 'averagePool':
      return averagePool(node, x as tf.Tensor4D);
    case 'reduce':
      return reduce(node, x);
    case 'combine':
      return combine(node, x, inputs[1]!);
    case 'constant':
      return tf.expandDims(weight(node.weight), 0);
    case 'concat':
      return concat(inputs, node.axis + 1);
    case 'reshape':
      return tf.reshape(x, [x.shape[0]!, ...node.shape]);
    case 'transpose':
      return tf.transpose(x, [0, ...node.permutation.map((axis) => axis + 1)]);
    case 'pad':
      return pad(node, x);
    default:
      return unreachable(node);
  }
}

const explicit = ({ top, bottom, left, right }: Padding): Explicit => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];
type Explicit = Extract<Parameters<typeof tf.avgPool>[3], unknown[]>;

function convolve(node: Of<'conv2d'>, x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor | undefined): Value {
  const one = (part: tf.Tensor4D, partFilter: tf.Tensor4D) =>
    tf.conv2d(part, partFilter, [...node.strides], explicit(node.padding), 'NHWC', [...node.dilations]);
  const parts = inGroups(x, node.groups);
  const y = inGroups(filter, node.groups).map((partFilter, i) => one(parts[i]!, partFilter));
  return biased(y.length === 1 ? y[0]! : tf.concat(y, 3), bias);
}

/**
 * Not the fused operations of TensorFlow.js: their gradients compute those of the weights, too, which an attack does not
 * want and the stock WebAssembly backend cannot. Kernels of ours add a bias in the same pass all the same.
 */
const biased = (y: Value, bias: tf.Tensor | undefined): Value => (bias ? tf.add(y, bias) : y);

/** Along the last axis. Not `tf.split` for one group, whose gradient fails then. */
const inGroups = (x: tf.Tensor4D, groups: number): readonly tf.Tensor4D[] =>
  groups === 1 ? [x] : tf.split(x, groups, 3);

function depthwise(
  { strides, padding, dilations }: Of<'depthwiseConv2d'>,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor | undefined,
): Value {
  const y = tf.depthwiseConv2d(x, filter, [...strides], explicit(padding), 'NHWC', [...dilations]);
  return biased(y, bias);
}

/** TensorFlow.js never counts padding in the divisor; where it shall count, it is added before as zeros. */
function averagePool({ size, strides, padding, countPadding }: Of<'averagePool'>, x: tf.Tensor4D): Value {
  if (!countPadding) return tf.avgPool(x, [...size], [...strides], explicit(padding));
  return tf.avgPool(tf.pad(x, explicit(padding)), [...size], [...strides], 'valid');
}

function reduce({ function: name, axes, keepDims }: Of<'reduce'>, x: Value): Value {
  const over = axes.map((axis) => axis + 1);
  switch (name) {
    case 'mean':
      return tf.mean(x, over, keepDims);
    case 'sum':
      return tf.sum(x, over, keepDims);
    case 'max':
      return tf.max(x, over, keepDims);
    case 'min':
      return tf.min(x, over, keepDims);
    default:
      return unreachable(name);
  }
}

function combine({ function: name }: Of<'combine'>, first: Value, second: Value): Value {
  const rank = Math.max(first.rank, second.rank);
  const [a, b] = [withRank(first, rank), withRank(second, rank)];
  switch (name) {
    case 'add':
      return tf.add(a, b);
    case 'subtract':
      return tf.sub(a, b);
    case 'multiply':
      return tf.mul(a, b);
    case 'divide':
      return tf.div(a, b);
    case 'maximum':
      return tf.maximum(a, b);
    case 'minimum':
      return tf.minimum(a, b);
    default:
      return unreachable(name);
  }
}

/** With axes of 1 behind the batch, so that shapes without it broadcast as they should. */
const withRank = (x: Value, rank: number): Value =>
  x.rank === rank ? x : tf.reshape(x, [x.shape[0]!, ...Array<number>(rank - x.rank).fill(1), ...x.shape.slice(1)]);

/** Constants are repeated for each image of the batch. */
function concat(inputs: readonly Value[], axis: number): Value {
  const n = Math.max(...inputs.map(({ shape }) => shape[0]!));
  const repeat = (x: Value) => (x.shape[0] === n ? x : tf.tile(x, [n, ...x.shape.slice(1).map(() => 1)]));
  return tf.concat(inputs.map(repeat), axis);
}

function pad({ before, after, mode }: Of<'pad'>, x: Value): Value {
  const pads = before.map((count, i): [number, number] => [count, after[i]!]);
  const all: [number, number][] = [[0, 0], ...pads];
  return mode.kind === 'reflect' ? tf.mirrorPad(x, all, 'reflect') : tf.pad(x, all, mode.value);
}
