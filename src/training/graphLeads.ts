import { type Box, imageBox } from '../certification/box.ts';
import { intervalThrough, type WeightOf } from '../certification/interval.ts';
import { type GraphNode, inputId } from '../classifiers/graph/graph.ts';
import { neededFor } from '../classifiers/graph/neededFor.ts';
import type { Network } from '../classifiers/graph/network.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { between, leads } from './intervals.ts';
import { certainly } from './losses.ts';

/**
 * `leastLeads` of a graph: boxes are carried from node to node, and a dense layer at the end is taken together with the
 * difference of its scores. Call inside `tf.tidy`; differentiable by the weights. Nodes that no bound passes are refused
 * before training.
 */
export function graphLeads({ graph, variables }: Network, x: Images, epsilon: number, labels: Labels): Logits {
  const weight: WeightOf = (name) => variables.get(name)!; // shapesOf checked that they are there
  const nodes = neededFor(graph, graph.output);
  const boxes = new Map<string, Box>([[inputId, imageBox(x, epsilon)]]);
  const through = (node: GraphNode) =>
    intervalThrough(
      node,
      node.inputs.map((id) => boxes.get(id)!),
      weight,
    );
  const last = nodes.at(-1);
  for (const node of nodes.slice(0, -1)) boxes.set(node.id, through(node));
  if (last?.op === 'dense') {
    const { low, high } = boxes.get(last.inputs[0]!)!;
    const kernel = weight(last.kernel) as tf.Tensor2D;
    const bias = last.bias === undefined ? tf.zeros([kernel.shape[1]]) : weight(last.bias);
    return leads(between(low, high), kernel, bias, labels);
  }
  const { low, high } = last ? through(last) : boxes.get(inputId)!;
  const own = certainly(labels, low.shape[1]!);
  const rest = tf.sub(1, own);
  return tf.mul(rest, tf.sub(tf.sum(tf.mul(low, own), 1, true), high)) as Logits;
}
