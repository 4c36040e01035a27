import type { Graph, GraphNode } from './graph.ts';
import { shapesOf, sizeOfShape } from './shapes.ts';

/**
 * Multiply-adds of one image on its way through convolutions and dense layers, as papers on small networks count them
 * (Howard et al. 2017, arXiv:1704.04861, sec. 3.1). Zeros of padding count like pixels; norms, activations and pooling,
 * whose share is small, do not count.
 *
 * @throws {LabError} `asset`, naming the first node that cannot be computed. `where` names the model.
 */
export function multiplyAdds(graph: Graph, where: string): number {
  const shapes = shapesOf(graph, where);
  const costs = graph.nodes.map((node) => sizeOfShape(shapes.get(node.id)!) * termsOf(node, graph)); // each has a shape
  return costs.reduce((sum, cost) => sum + cost, 0);
}

/** Products that are summed for each number a node gives. */
function termsOf(node: GraphNode, { weights }: Graph): number {
  if (node.op !== 'dense' && node.op !== 'conv2d' && node.op !== 'depthwiseConv2d') return 0;
  const { shape } = weights[node.kernel]!; // `shapesOf` found it
  if (node.op === 'depthwiseConv2d') return shape[0]! * shape[1]!;
  return sizeOfShape(shape.slice(0, -1));
}
