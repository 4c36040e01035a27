import { type Graph, type GraphNode, trainedWeights } from '../classifiers/graph/graph.ts';
import { neededFor } from '../classifiers/graph/neededFor.ts';
import { openNetwork } from '../classifiers/graph/network.ts';
import { shapesOf, sizeOfShape } from '../classifiers/graph/shapes.ts';
import type { Rng } from '../core/rng.ts';
import * as tf from '../tensor/tf.ts';
import { graphLeads } from './graphLeads.ts';
import type { Trainable } from './trainable.ts';

/**
 * A network that the user brought, ready to be taught; it begins with its own weights. Preprocessing stays in front of
 * it, fixed, and a softmax at its end has been taken off, so that losses see logits.
 *
 * Batch norm keeps the statistics of the file, in training too, and only its scale and offset are trained. So one
 * function is attacked, taught and measured, whatever the batch; teams of any size agree; and a few thousand images do
 * not overwrite what many more have left there. Dropout is not there. Weights that the file marks as frozen stay.
 *
 * @throws {LabError} `asset` when its shapes do not fit; `where` names the model.
 */
export function graphTrainable(graph: Graph, where: string): Trainable {
  const network = openNetwork(graph, where);
  const weights = [...network.variables.values()];
  return {
    weights,
    trained: [...trainedWeights(graph)].map((name) => network.variables.get(name)!),
    pass: { run: (x) => ({ logits: network.logits(x), statistics: [] }), follow: () => undefined },
    logits: network.logits,
    leastLeads: (x, epsilon, labels) => graphLeads(network, x, epsilon, labels),
    fresh: (rng) => {
      const values = freshWeights(graph, rng);
      return Object.entries(graph.weights).map(([name, { shape }]) => tf.tensor(values.get(name)!, [...shape]));
    },
    dispose: network.dispose,
  };
}

/** Kernels as in `initialWeights`, biases and offsets 0; everything else, and what is frozen, as it came. */
function freshWeights(graph: Graph, rng: Rng): ReadonlyMap<string, Float32Array> {
  const trained = trainedWeights(graph);
  const values = new Map(Object.entries(graph.weights).map(([name, weight]) => [name, weight.values]));
  for (const [i, node] of graph.nodes.entries()) {
    const { kernel, zeros } = rolesIn(node);
    for (const name of zeros.filter((known) => trained.has(known)))
      values.set(
        name,
        values.get(name)!.map(() => 0),
      );
    if (kernel === undefined || !trained.has(kernel)) continue;
    const { shape } = graph.weights[kernel]!;
    const fanIn = sizeOfShape(shape.slice(0, node.op === 'depthwiseConv2d' ? 2 : -1));
    const stream = rng.fork(i);
    values.set(
      kernel,
      values.get(kernel)!.map(() => Math.sqrt(2 / fanIn) * stream.normal()),
    );
  }
  return values;
}

function rolesIn(node: GraphNode): { readonly kernel?: string; readonly zeros: readonly string[] } {
  switch (node.op) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d':
      return { kernel: node.kernel, zeros: node.bias === undefined ? [] : [node.bias] };
    case 'affine':
      return { zeros: node.offset === undefined ? [] : [node.offset] };
    default:
      return { zeros: [] };
  }
}

/** Nodes whose new weights would need what only a training batch tells: their statistics stay those of the file. */
export const nodesNotFresh = (graph: Graph): readonly string[] =>
  neededFor(graph, graph.output)
    .filter(({ op }) => op === 'batchNorm')
    .map(({ id }) => id);

/** The graph with the weights at the beginning of `state`, and its logits multiplied by `scale`. */
export function taughtGraph(graph: Graph, state: Float32Array, scale = 1): Graph {
  let offset = 0;
  const weights = Object.fromEntries(
    Object.entries(graph.weights).map(([name, weight]) => {
      const from = offset;
      offset += weight.values.length;
      return [name, { ...weight, values: state.slice(from, offset) }];
    }),
  );
  return scale === 1 ? { ...graph, weights } : scaled({ ...graph, weights }, scale);
}

const scaledBy = 'logits/scale';

function scaled(graph: Graph, scale: number): Graph {
  const [classes = 0] = shapesOf(graph, 'graph').get(graph.output)!;
  const id = unused(scaledBy, [...graph.nodes.map((node) => node.id), ...Object.keys(graph.weights)]);
  const weight = { shape: [classes], values: new Float32Array(classes).fill(scale), trainable: false };
  const node: GraphNode = { id, inputs: [graph.output], op: 'affine', scale: id };
  return { ...graph, nodes: [...graph.nodes, node], output: id, weights: { ...graph.weights, [id]: weight } };
}

const unused = (name: string, taken: readonly string[]): string =>
  taken.includes(name) ? unused(`${name}_`, taken) : name;
