import { badFile } from '../../core/errors.ts';
import type { Graph, GraphNode, Operation, Weight } from './graph.ts';
import { inputId } from './graph.ts';
import { shapeOfNode } from './shapes.ts';

/** Writes a graph node by node, checking each as it comes. Importers build on it. */
export interface GraphBuilder {
  /** Without the batch. */
  shape(id: string): readonly number[];
  /** Adds a node and gives its id: `name`, or `name_2` and so on where that is taken. */
  add(name: string, inputs: readonly string[], operation: Operation): string;
  /** Adds a weight and gives its name, made unique as above. */
  weight(name: string, weight: Weight): string;
  readonly weights: Readonly<Record<string, Weight>>;
  finish(output: string): Graph;
}

const mostNumbers = 2 ** 27; // 512 MiB as float32, and a gradient takes as much again

/** `where` names the model in errors, which are those of `shapeOfNode`, and `asset` where one image takes too much. */
export function graphBuilder(where: string, inputShape: Graph['inputShape']): GraphBuilder {
  const nodes: GraphNode[] = [];
  let size = 0; // of all values of one image
  const weights: Record<string, Weight> = Object.create(null); // names come from files: `__proto__` is one like any other
  const shapes = new Map<string, readonly number[]>([[inputId, inputShape]]);
  return {
    weights,
    shape: (id) => shapes.get(id)!, // ids come from `add`
    add(name, inputs, operation) {
      const node: GraphNode = { id: unused(name, (id) => shapes.has(id)), inputs, ...operation };
      const shape = shapeOfNode(node, shapes, weights, where);
      size += shape.reduce((a, b) => a * b, 1);
      if (size > mostNumbers) throw badFile(where, 'graph-size', { size, most: mostNumbers });
      shapes.set(node.id, shape);
      nodes.push(node);
      return node.id;
    },
    weight(name, weight) {
      const free = unused(name, (id) => id in weights);
      weights[free] = weight;
      return free;
    },
    finish: (output) => ({ inputShape, nodes, output, weights }),
  };
}

function unused(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let i = 2;
  while (isTaken(`${name}_${i}`)) i++;
  return `${name}_${i}`;
}
