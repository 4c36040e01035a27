import { execute } from '../classifiers/graph/execute.ts';
import type { GraphNode } from '../classifiers/graph/graph.ts';
import { LabError } from '../core/errors.ts';
import * as tf from '../tensor/tf.ts';
import type { Box } from './box.ts';
import { kindOf } from './nodeKind.ts';

/** Tensors of the weights by their names, borrowed. */
export type WeightOf = (name: string) => tf.Tensor;

/**
 * What a node gives when its inputs lie in boxes: W(c ± r) + b ⊂ Wc + b ± |W|r, and both ends through what never falls
 * (interval arithmetic; Gowal et al. 2018, arXiv:1810.12715, sec. 3). Owned by the caller; call inside `tf.tidy`.
 */
export function intervalThrough(node: GraphNode, inputs: readonly Box[], weight: WeightOf): Box {
  if (kindOf(node) !== 'affine') {
    const low = execute(node, lows(inputs), weight);
    return { low, high: execute(node, highs(inputs), weight) };
  }
  const centre = execute(
    node,
    inputs.map(({ low, high }) => tf.mul(0.5, tf.add(low, high))),
    weight,
  );
  const radius = spread(
    node,
    inputs.map(({ low, high }) => tf.mul(0.5, tf.sub(high, low))),
    weight,
  );
  return { low: tf.sub(centre, radius), high: tf.add(centre, radius) };
}

const lows = (boxes: readonly Box[]) => boxes.map(({ low }) => low);
const highs = (boxes: readonly Box[]) => boxes.map(({ high }) => high);

/** |W|r for the affine function of a node. */
function spread(node: GraphNode, radii: readonly tf.Tensor[], weight: WeightOf): tf.Tensor {
  const size: WeightOf = (name) => tf.abs(weight(name));
  switch (node.op) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { bias: _, ...unbiased } = node;
      return execute(unbiased as GraphNode, radii, size);
    }
    case 'batchNorm': {
      const { offset: _, ...centred } = node;
      return execute(centred, radii, (name) => (name === node.mean ? tf.zerosLike(weight(name)) : size(name)));
    }
    case 'affine': {
      const { offset: _, ...scaling } = node;
      return execute(scaling as GraphNode, radii, size);
    }
    case 'combine':
      return tf.add(radii[0]!, radii[1]!); // a difference spreads as a sum does
    case 'constant':
      return tf.zerosLike(execute(node, [], weight));
    case 'pad':
      return execute({ ...node, mode: { kind: 'constant', value: 0 } }, radii, weight);
    case 'activate':
      return radii[0]!; // negation
    case 'averagePool':
    case 'reduce':
    case 'concat':
    case 'reshape':
    case 'transpose':
      return execute(node, radii, weight); // no negative weights
    default:
      throw new LabError('contract', `${node.op} is not affine`);
  }
}
