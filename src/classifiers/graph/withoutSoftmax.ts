import type { Graph } from './graph.ts';
import { neededFor } from './neededFor.ts';

/** The graph up to the softmax it ends with, if it does, so that attacks see unsaturated scores. */
export function withoutSoftmax(graph: Graph): { readonly graph: Graph; readonly softmaxRemoved: boolean } {
  const last = graph.nodes.find(({ id }) => id === graph.output);
  if (last?.op !== 'softmax') return { graph, softmaxRemoved: false };
  const output = last.inputs[0]!;
  return { graph: { ...graph, output, nodes: neededFor(graph, output) }, softmaxRemoved: true };
}
