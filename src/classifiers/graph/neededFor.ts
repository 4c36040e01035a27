import type { Graph, GraphNode } from './graph.ts';

/** Nodes on a way to `id`, in order. */
export function neededFor({ nodes }: Graph, id: string): readonly GraphNode[] {
  const needed = new Set([id]);
  const chosen = [...nodes].reverse().filter((node) => {
    if (!needed.has(node.id)) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  return chosen.reverse();
}
