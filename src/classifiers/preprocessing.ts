import { bytePixels, isPlain, type Preprocessing, plainPixels } from '../core/preprocessing.ts';
import type { Graph, GraphNode, Weight } from './graph/graph.ts';
import { inputId } from './graph/graph.ts';

/** The graph with the preprocessing in front of it. */
export function withPreprocessing(graph: Graph, preprocessing: Preprocessing): Graph {
  if (isPlain(preprocessing)) return graph;
  const channels = graph.inputShape[2];
  const taken = new Set(graph.nodes.map(({ id }) => id));
  let id = 'preprocessing';
  while (taken.has(id)) id += '_';
  const front: GraphNode = {
    id,
    inputs: [inputId],
    op: 'conv2d',
    kernel: `${id}/kernel`,
    bias: `${id}/bias`,
    strides: [1, 1],
    padding: { top: 0, bottom: 0, left: 0, right: 0 },
    dilations: [1, 1],
    groups: 1,
  };
  const weights = mixing(preprocessing, channels);
  const rest = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((input) => (input === inputId ? id : input)),
  }));
  if (preprocessing.order === 'BGR') {
    return {
      ...graph,
      nodes: [front, ...rest],
      weights: { ...graph.weights, [front.kernel]: weights.kernel, [`${id}/bias`]: weights.bias },
    };
  }
  const affine: GraphNode = { id, inputs: [inputId], op: 'affine', scale: `${id}/scale`, offset: `${id}/offset` };
  return {
    ...graph,
    nodes: [affine, ...rest],
    weights: { ...graph.weights, [`${id}/scale`]: weights.scale, [`${id}/offset`]: weights.bias },
  };
}

/** As one 1 × 1 convolution, for channels in another order, and as a scale and an offset. */
function mixing({ scale, offset, order }: Preprocessing, channels: number) {
  const each = (list: readonly number[]) =>
    Float32Array.from({ length: channels }, (_, i) => list[list.length === 1 ? 0 : i] ?? 0);
  const factors = each(scale);
  const kernel = new Float32Array(channels * channels);
  for (let to = 0; to < channels; to++) {
    const from = order === 'BGR' ? channels - 1 - to : to;
    kernel[from * channels + to] = factors[to]!;
  }
  const fixed = (shape: readonly number[], values: Float32Array): Weight => ({ shape, values, trainable: false });
  return {
    kernel: fixed([1, 1, channels, channels], kernel),
    scale: fixed([channels], factors),
    bias: fixed([channels], each(offset)),
  };
}

/** What a graph seems to expect: bytes, where the first thing it does is to make them small. */
export function guessPreprocessing(graph: Graph): Preprocessing {
  const first = graph.nodes.find(({ inputs }) => inputs.includes(inputId));
  if (first?.op !== 'affine' || first.scale === undefined) return plainPixels;
  const factors = graph.weights[first.scale]!.values;
  return factors.every((factor) => Math.abs(factor) < smallScale) ? bytePixels : plainPixels;
}

const smallScale = 1 / 50; // 1/255 and 1/127.5 lie below, 1/deviation of pixels in [0, 1] above 1
