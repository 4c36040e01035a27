import type { Activation, Graph, GraphNode } from '../classifiers/graph/graph.ts';
import { neededFor } from '../classifiers/graph/neededFor.ts';
import { type Problem, problem } from '../core/problems.ts';

/**
 * How bounds pass a node: `affine` exactly, `relu` by an interval or by a line on either side, `monotone` (never falling
 * in any of its inputs) by an interval; undefined where the lab has no bound.
 */
export type NodeKind = 'affine' | 'relu' | 'monotone';

export function kindOf(node: GraphNode): NodeKind | undefined {
  switch (node.op) {
    case 'dense':
    case 'conv2d':
    case 'depthwiseConv2d':
    case 'batchNorm':
    case 'affine':
    case 'averagePool':
    case 'constant':
    case 'concat':
    case 'reshape':
    case 'transpose':
      return 'affine';
    case 'reduce':
      return node.function === 'mean' || node.function === 'sum' ? 'affine' : 'monotone';
    case 'pad':
      return node.mode.kind === 'constant' ? 'affine' : 'monotone';
    case 'combine':
      return combining[node.function];
    case 'maxPool':
      return 'monotone';
    case 'activate':
      return activating(node.function);
    default:
      return undefined; // softmax, prelu
  }
}

const combining: Readonly<Record<Extract<GraphNode, { op: 'combine' }>['function'], NodeKind | undefined>> = {
  add: 'affine',
  subtract: 'affine',
  maximum: 'monotone',
  minimum: 'monotone',
  multiply: undefined,
  divide: undefined,
};

function activating(activation: Activation): NodeKind | undefined {
  switch (activation.kind) {
    case 'relu':
      return 'relu';
    case 'negate':
      return 'affine';
    case 'leakyRelu':
    case 'hardSigmoid':
      return activation.slope >= 0 ? 'monotone' : undefined;
    case 'elu':
      return activation.alpha >= 0 ? 'monotone' : undefined;
    case 'clip':
    case 'sigmoid':
    case 'tanh':
    case 'selu':
    case 'softplus':
    case 'softsign':
    case 'exp':
      return 'monotone';
    default:
      return undefined; // those that fall somewhere, or are not defined everywhere
  }
}

/** Nodes of a network that no bound passes. `where` names the model. */
export function unbounded(graph: Graph, where: string): Problem[] {
  const nodes = neededFor(graph, graph.output).filter((node) => kindOf(node) === undefined);
  if (nodes.length === 0) return [];
  const name = (node: GraphNode) => `${node.id} (${node.op === 'activate' ? node.function.kind : node.op})`;
  return [problem(where, 'no-bound', { nodes: nodes.map(name).join(', ') })];
}
