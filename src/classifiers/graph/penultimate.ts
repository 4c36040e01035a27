import { type Graph, type GraphNode, inputId } from './graph.ts';

/**
 * Id of the value that enters the last layer with a kernel: the features a linear classifier judges. Walking back from
 * the logits, the last such layer is the first that is met; a network without any gives the image itself.
 */
export function penultimateOf({ nodes, output }: Graph): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let node: GraphNode | undefined = byId.get(output);
  while (node) {
    if (hasKernel(node)) return node.inputs[0]!;
    const [next] = node.inputs;
    node = next === undefined ? undefined : byId.get(next);
  }
  return inputId;
}

const hasKernel = ({ op }: GraphNode): boolean => {
  const kernels: readonly string[] = ['dense', 'conv2d', 'depthwiseConv2d'] satisfies GraphNode['op'][];
  return kernels.includes(op);
};
