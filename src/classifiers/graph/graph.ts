import { neededFor } from './neededFor.ts';

/**
 * A feed-forward network as plain data: what every importer produces and what runs, certifies and exports it reads.
 *
 * Conventions: one image in, channels last, batch axis left out of every shape and axis (axis 0 of an image is its
 * height). Nodes stand in the order in which they can be computed; each gives one value, named by its `id`, and reads
 * values named before it. Padding is always explicit. Dropout and other identities are not there.
 */
export interface Graph {
  /** Height, width, channels of the image, the value called `inputId`. Pixels in [0, 1]. */
  readonly inputShape: readonly [number, number, number];
  readonly nodes: readonly GraphNode[];
  /** Id of the value that holds the logits, `[k]`. */
  readonly output: string;
  /** May be shared between nodes. */
  readonly weights: Readonly<Record<string, Weight>>;
}

/** The value that stands for the image; no node has this id. */
export const inputId = 'input';

export interface Weight {
  readonly shape: readonly number[];
  /** Row-major, as many as `shape` says. */
  readonly values: Float32Array;
  /** Whether training may change it: true for kernels and biases, false for statistics and preprocessing. */
  readonly trainable: boolean;
}

export type GraphNode = { readonly id: string; readonly inputs: readonly string[] } & Operation;

/** Name of an entry in `weights`. */
type WeightName = string;
/** Along height and width. */
export type Pair = readonly [number, number];
/** Rows and columns added around an image. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}
interface Window {
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Every operation there is. `switch (node.op)` over it ends in `unreachable`. */
export type Operation =
  /** Kernel `[in, out]`, bias `[out]`, of a value `[in]`. */
  | { readonly op: 'dense'; readonly kernel: WeightName; readonly bias?: WeightName }
  /** Kernel `[kh, kw, in / groups, out]`, bias `[out]`. Padding is with zeros. */
  | ({
      readonly op: 'conv2d';
      readonly kernel: WeightName;
      readonly bias?: WeightName;
      readonly dilations: Pair;
      readonly groups: number;
    } & Window)
  /** Kernel `[kh, kw, in, multiplier]`, bias `[in · multiplier]`; output channel `c · multiplier + m` is of input channel `c`. */
  | ({
      readonly op: 'depthwiseConv2d';
      readonly kernel: WeightName;
      readonly bias?: WeightName;
      readonly dilations: Pair;
    } & Window)
  /** `(x − mean) / √(variance + epsilon) · scale + offset`, each `[c]` along the last axis; statistics stay fixed. */
  | {
      readonly op: 'batchNorm';
      readonly mean: WeightName;
      readonly variance: WeightName;
      readonly scale?: WeightName;
      readonly offset?: WeightName;
      readonly epsilon: number;
    }
  /** `x · scale + offset`; each has a shape that broadcasts to that of x, often `[c]` or `[]`. Preprocessing is this. */
  | { readonly op: 'affine'; readonly scale?: WeightName; readonly offset?: WeightName }
  | { readonly op: 'activate'; readonly function: Activation }
  /** `x` where positive, `slope · x` where negative; slope broadcasts to x. */
  | { readonly op: 'prelu'; readonly slope: WeightName }
  /** Over the last axis. At the end of a network it has been taken off. */
  | { readonly op: 'softmax' }
  /** Padding never wins. */
  | ({ readonly op: 'maxPool'; readonly size: Pair } & Window)
  /** `countPadding` tells whether padded zeros count in the divisor; a window has at least one pixel of the image. */
  | ({ readonly op: 'averagePool'; readonly size: Pair; readonly countPadding: boolean } & Window)
  /** Over axes without the batch; global average pooling is the mean over [0, 1] without keepDims. */
  | {
      readonly op: 'reduce';
      readonly function: 'mean' | 'sum' | 'max' | 'min';
      readonly axes: readonly number[];
      readonly keepDims: boolean;
    }
  /** Of two values (`first − second`, `first / second`), whose shapes broadcast. */
  | { readonly op: 'combine'; readonly function: 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' }
  /** A value that does not depend on the image. No inputs. */
  | { readonly op: 'constant'; readonly weight: WeightName }
  /** Of any number of values. */
  | { readonly op: 'concat'; readonly axis: number }
  /** To `shape`, in row-major order of the channels-last value; flattening is a reshape to `[size]`. */
  | { readonly op: 'reshape'; readonly shape: readonly number[] }
  /** Axis `i` of the result is axis `permutation[i]` of the input. */
  | { readonly op: 'transpose'; readonly permutation: readonly number[] }
  /** One entry per axis. `reflect` does not repeat the edge. */
  | {
      readonly op: 'pad';
      readonly before: readonly number[];
      readonly after: readonly number[];
      readonly mode: { readonly kind: 'constant'; readonly value: number } | { readonly kind: 'reflect' };
    };

/** Functions of one number, applied to each. */
export type Activation =
  | {
      readonly kind:
        | 'relu'
        | 'sigmoid'
        | 'tanh'
        | 'selu'
        | 'softplus'
        | 'softsign'
        | 'swish'
        | 'mish'
        | 'hardSwish'
        | 'exp'
        | 'log'
        | 'sqrt'
        | 'abs'
        | 'negate';
    }
  /** `min(max(x, min), max)`; relu6 is [0, 6]. Either end may be infinite. */
  | { readonly kind: 'clip'; readonly min: number; readonly max: number }
  | { readonly kind: 'leakyRelu'; readonly slope: number }
  | { readonly kind: 'elu'; readonly alpha: number }
  /** `min(max(slope · x + offset, 0), 1)` */
  | { readonly kind: 'hardSigmoid'; readonly slope: number; readonly offset: number }
  /** With the error function, or its approximation by tanh (Hendrycks & Gimpel 2016, arXiv:1606.08415, sec. 2). */
  | { readonly kind: 'gelu'; readonly approximate: boolean };

const weightFields = ['kernel', 'bias', 'mean', 'variance', 'scale', 'offset', 'slope', 'weight'] as const;

/** Names of the weights a node reads. */
export function weightsOf(node: GraphNode): WeightName[] {
  const given = new Map<string, unknown>(Object.entries(node));
  return weightFields.map((field) => given.get(field)).filter((name) => typeof name === 'string');
}

/** Numbers in all weights, and in those that training may change. */
export function countParameters({ weights }: Graph): { readonly all: number; readonly trainable: number } {
  const sum = (chosen: readonly Weight[]) => chosen.reduce((total, { values }) => total + values.length, 0);
  const all = Object.values(weights);
  return { all: sum(all), trainable: sum(all.filter(({ trainable }) => trainable)) };
}

/** Names of the weights that training may change and that the output depends on; a graph may carry others. */
export function trainedWeights(graph: Graph): ReadonlySet<WeightName> {
  const read = neededFor(graph, graph.output).flatMap(weightsOf);
  return new Set(read.filter((name) => graph.weights[name]!.trainable));
}
