import { badFile, unreachable } from '../../core/errors.ts';
import { type Graph, type GraphNode, inputId, type Padding, type Pair, type Weight } from './graph.ts';

type Shape = readonly number[];

/**
 * Shape of every value by its id, without the batch.
 *
 * Checks the whole graph on the way, so that what runs it need not.
 * @throws {LabError} `asset`, naming the first node that cannot be computed and why. `where` names the model.
 */
export function shapesOf(graph: Graph, where: string): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>([[inputId, graph.inputShape]]);
  for (const node of graph.nodes) shapes.set(node.id, shapeOfNode(node, shapes, graph.weights, where));
  if (!shapes.has(graph.output)) throw badFile(where, 'graph-output', { got: graph.output });
  return shapes;
}

/** Shape of the value a node gives, from those before it. @throws {LabError} `asset`, naming the node and its problem. */
export function shapeOfNode(
  node: GraphNode,
  shapes: ReadonlyMap<string, Shape>,
  weights: Readonly<Record<string, Weight>>,
  where: string,
): Shape {
  const fail: Fail = (expected, found) => {
    throw badFile(where, 'node', { node: node.id, op: node.op, expected, got: found });
  };
  if (shapes.has(node.id)) fail('a name that no other node has', node.id);
  const inputs = node.inputs.map((id) => shapes.get(id) ?? fail('an input computed before it', id));
  return shapeAfter(node, inputs, (name) => weights[name]?.shape ?? fail('a weight that is there', name), fail);
}

export const sizeOfShape = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

type Fail = (expected: string, found: string) => never;
type WeightShape = (name: string) => Shape;

function shapeAfter(node: GraphNode, inputs: readonly Shape[], weight: WeightShape, fail: Fail): Shape {
  const wanted = node.op === 'constant' ? 0 : node.op === 'combine' ? 2 : node.op === 'concat' ? inputs.length : 1;
  if (inputs.length !== wanted || (node.op === 'concat' && wanted === 0))
    fail(`${wanted || 1} inputs`, `${inputs.length}`);
  const [x = [], y = []] = inputs;
  switch (node.op) {
    case 'dense':
      return denseShape(node, x, weight, fail);
    case 'conv2d':
    case 'depthwiseConv2d':
      return convolutionShape(node, x, weight, fail);
    case 'batchNorm': {
      const names = [node.mean, node.variance, node.scale, node.offset].filter((name) => name !== undefined);
      for (const name of names) expectShape(name, weight(name), [x.at(-1) ?? 0], fail);
      return x;
    }
    case 'affine':
    case 'prelu': {
      const names = node.op === 'prelu' ? [node.slope] : [node.scale, node.offset];
      for (const name of names) if (name !== undefined) expectBroadcast(name, weight(name), x, fail);
      return x;
    }
    case 'activate':
      return x;
    case 'softmax':
      return x.length > 0 ? x : fail('at least one axis', show(x));
    case 'maxPool':
    case 'averagePool':
      return [...windowed(x, node.size, [1, 1], node, fail), x[2]!];
    case 'reduce':
      return reducedShape(node, x, fail);
    case 'combine':
      return broadcast(x, y) ?? fail('two shapes that broadcast', `${show(x)} and ${show(y)}`);
    case 'constant':
      return weight(node.weight);
    case 'concat':
      return concatShape(node.axis, inputs, fail);
    case 'reshape':
      return sizeOfShape(node.shape) === sizeOfShape(x) && node.shape.every(isSize)
        ? node.shape
        : fail(`a shape of ${sizeOfShape(x)} numbers like ${show(x)}`, show(node.shape));
    case 'transpose':
      return [...node.permutation].sort((a, b) => a - b).join() === x.map((_, i) => i).join()
        ? node.permutation.map((axis) => x[axis]!)
        : fail(`an order of ${x.length} axes`, show(node.permutation));
    case 'pad':
      return paddedShape(node, x, fail);
    default:
      return unreachable(node);
  }
}

type Of<Op extends GraphNode['op']> = Extract<GraphNode, { readonly op: Op }>;

function denseShape({ kernel, bias }: Of<'dense'>, x: Shape, weight: WeightShape, fail: Fail): Shape {
  const [rows, units, ...rest] = weight(kernel);
  if (!rows || !units || rest.length > 0) fail(`${kernel} [in, out]`, show(weight(kernel)));
  if (x.length !== 1 || x[0] !== rows) fail(`a value [${rows}] for ${kernel} ${show(weight(kernel))}`, show(x));
  if (bias !== undefined) expectShape(bias, weight(bias), [units!], fail);
  return [units!];
}

function convolutionShape(node: Of<'conv2d' | 'depthwiseConv2d'>, x: Shape, weight: WeightShape, fail: Fail): Shape {
  const kernel = weight(node.kernel);
  const [height, width, inner, last] = kernel;
  if (kernel.length !== 4 || !kernel.every(isSize)) fail(`${node.kernel} with 4 axes`, show(kernel));
  const groups = node.op === 'conv2d' ? node.groups : 1;
  if (x.length !== 3 || x[2] !== inner! * groups || last! % groups !== 0) {
    fail(`an image of ${inner! * groups} channels for ${node.kernel} ${show(kernel)} in ${groups} groups`, show(x));
  }
  const channels = node.op === 'conv2d' ? last! : inner! * last!;
  if (node.bias !== undefined) expectShape(node.bias, weight(node.bias), [channels], fail);
  return [...windowed(x, [height!, width!], node.dilations, node, fail), channels];
}

interface Sliding {
  readonly strides: Pair;
  readonly padding: Padding;
}

/** Positions of a window along height and width. */
function windowed(x: Shape, size: Pair, dilations: Pair, { strides, padding }: Sliding, fail: Fail): Pair {
  const steps = [...size, ...strides, ...dilations];
  const pads = [padding.top, padding.bottom, padding.left, padding.right];
  if (x.length !== 3) fail('an image [height, width, channels]', show(x));
  if (!steps.every(isSize)) fail('positive sizes, strides and dilations', show(steps));
  if (!pads.every((pad) => Number.isInteger(pad) && pad >= 0)) fail('padding of 0 or more', show(pads));
  const count = (length: number, axis: 0 | 1) =>
    Math.floor((length - dilations[axis] * (size[axis] - 1) - 1) / strides[axis]) + 1;
  const found = [count(x[0]! + pads[0]! + pads[1]!, 0), count(x[1]! + pads[2]! + pads[3]!, 1)] as const;
  return found.every((n) => n >= 1) ? found : fail(`a window within ${show(x)} and its padding`, show(size));
}

function reducedShape({ axes, keepDims }: Of<'reduce'>, x: Shape, fail: Fail): Shape {
  if (axes.length === 0 || !axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < x.length)) {
    fail(`axes of ${show(x)}`, show(axes));
  }
  return x.map((n, i) => (axes.includes(i) ? 1 : n)).filter((_, i) => keepDims || !axes.includes(i));
}

function concatShape(axis: number, inputs: readonly Shape[], fail: Fail): Shape {
  const [first = []] = inputs;
  const alike = (shape: Shape) => shape.length === first.length && shape.every((n, i) => i === axis || n === first[i]);
  if (!inputs.every(alike) || !(axis >= 0 && axis < first.length)) {
    fail(`values that differ only along axis ${axis}`, inputs.map(show).join(', '));
  }
  return first.map((n, i) => (i === axis ? inputs.reduce((sum, shape) => sum + shape[axis]!, 0) : n));
}

function paddedShape({ before, after, mode }: Of<'pad'>, x: Shape, fail: Fail): Shape {
  const most = mode.kind === 'reflect' ? (i: number) => x[i]! - 1 : () => Number.POSITIVE_INFINITY;
  const valid = [before, after].every(
    (pads) => pads.length === x.length && pads.every((pad, i) => Number.isInteger(pad) && pad >= 0 && pad <= most(i)),
  );
  if (!valid) fail(`padding for each axis of ${show(x)}`, `${show(before)} and ${show(after)}`);
  return x.map((n, i) => before[i]! + n + after[i]!);
}

function expectShape(name: string, found: Shape, wanted: Shape, fail: Fail): void {
  if (found.join() !== wanted.join()) fail(`${name} ${show(wanted)}`, show(found));
}

function expectBroadcast(name: string, found: Shape, x: Shape, fail: Fail): void {
  if (broadcast(found, x)?.join() !== x.join()) fail(`${name} that broadcasts to ${show(x)}`, show(found));
}

/** The shape both become (NumPy's rule), or undefined. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const pairs = Array.from({ length: rank }, (_, i) => [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1]);
  return pairs.every(([p, q]) => p === q || p === 1 || q === 1)
    ? pairs.map(([p, q]) => (p === 1 ? q! : p!))
    : undefined;
}

const isSize = (n: number) => Number.isInteger(n) && n > 0;
const show = (shape: Shape) => `[${shape.join(', ')}]`;
