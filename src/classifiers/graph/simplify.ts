import { type Graph, type GraphNode, weightsOf } from './graph.ts';
import { neededFor } from './neededFor.ts';
import { permute } from './permute.ts';
import { shapesOf } from './shapes.ts';

/**
 * The same function with fewer nodes: a dense layer behind "channels first, then flatten" reads channels last and has its
 * rows moved instead, and an offset behind a dense layer without bias becomes its bias. Weights no node reads are left out.
 */
export function simplify(graph: Graph): Graph {
  return withoutUnused(joinOffsets(readChannelsLast(graph)));
}

/** Nodes by id, and how many read each value. */
function index({ nodes, output }: Graph) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const readers = new Map([[output, 1]]);
  for (const id of nodes.flatMap(({ inputs }) => inputs)) readers.set(id, (readers.get(id) ?? 0) + 1);
  /** The node that gives a value, if no other node reads it. */
  const only = (id: string | undefined) => (id !== undefined && readers.get(id) === 1 ? byId.get(id) : undefined);
  return { only };
}

function readChannelsLast(graph: Graph): Graph {
  const { only } = index(graph);
  const shapes = shapesOf(graph, 'graph');
  const weights = { ...graph.weights };
  const dropped = new Map<string, string>(); // id of a transpose to the id it reads
  for (const node of graph.nodes) {
    if (node.op !== 'dense' || sharesWeight(graph, node.kernel)) continue;
    const flat = only(node.inputs[0]);
    const moved = flat?.op === 'reshape' ? only(flat.inputs[0]) : undefined;
    if (moved?.op !== 'transpose' || moved.permutation.join() !== '2,0,1') continue;
    const [c, h, w] = shapes.get(moved.id) as [number, number, number]; // that order was just compared
    const kernel = weights[node.kernel]!;
    const values = permute(kernel.values, [c, h, w, kernel.shape[1]!], [1, 2, 0, 3]);
    weights[node.kernel] = { ...kernel, values };
    dropped.set(moved.id, moved.inputs[0]!);
  }
  const nodes = graph.nodes.filter(({ id }) => !dropped.has(id));
  return {
    ...graph,
    weights,
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map((id) => dropped.get(id) ?? id) })),
  };
}

const sharesWeight = ({ nodes }: Graph, name: string): boolean =>
  nodes.filter((node) => weightsOf(node).includes(name)).length > 1;

function joinOffsets(graph: Graph): Graph {
  const { only } = index(graph);
  const joined = new Map<string, GraphNode>(); // id of the offset to the dense layer that takes its place
  const dropped = new Set<string>();
  const weights = { ...graph.weights };
  for (const node of graph.nodes) {
    if (node.op !== 'affine' || node.scale !== undefined || node.offset === undefined) continue;
    const dense = only(node.inputs[0]);
    if (dense?.op !== 'dense' || dense.bias !== undefined || sharesWeight(graph, node.offset)) continue;
    const { shape, values } = weights[node.offset]!;
    if (shape.length !== 1 || values.length !== weights[dense.kernel]!.shape[1]) continue;
    weights[node.offset] = { shape, values, trainable: true };
    joined.set(node.id, { ...dense, id: node.id, bias: node.offset });
    dropped.add(dense.id);
  }
  const nodes = graph.nodes.filter(({ id }) => !dropped.has(id)).map((node) => joined.get(node.id) ?? node);
  return { ...graph, weights, nodes };
}

function withoutUnused(graph: Graph): Graph {
  const nodes = neededFor(graph, graph.output);
  const read = new Set(nodes.flatMap(weightsOf));
  return {
    ...graph,
    nodes,
    weights: Object.fromEntries(Object.entries(graph.weights).filter(([name]) => read.has(name))),
  };
}
