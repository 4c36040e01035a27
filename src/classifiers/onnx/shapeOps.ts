import { asPlain, axisOf, follow, onnxShape } from './layout.ts';
import {
  type Computed,
  computedInput,
  knownInput,
  type OnnxNode,
  type OpWriter,
  requiredInput,
  type Value,
} from './node.ts';
import { tensorTypes } from './tensorTypes.ts';

/** Operations that only move numbers, or take some together. */
export const shapeOps: Readonly<Record<string, OpWriter>> = {
  Identity: same,
  Dropout: same,
  Cast: cast,
  Flatten: flatten,
  Reshape: reshape,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Pad: pad,
  ReduceMean: (node) => reduce(node, 'mean'),
  ReduceSum: (node) => reduce(node, 'sum'),
  ReduceMax: (node) => reduce(node, 'max'),
  ReduceMin: (node) => reduce(node, 'min'),
};

function same(node: OnnxNode): Value {
  return node.inputs[0] ?? node.fail('an input', 'none');
}

/** Only between types of floating-point numbers, which here are one. */
function cast(node: OnnxNode): Value {
  const to = node.attributes.int('to', 1);
  return [1, 10, 11, 16].includes(to)
    ? same(node)
    : node.fail('a floating-point type', tensorTypes[to]?.name ?? String(to));
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function reshapeTo(node: OnnxNode, shape: readonly number[]): Computed {
  return follow(node, asPlain(node, computedInput(node)), { op: 'reshape', shape });
}

function flatten(node: OnnxNode): Computed {
  const axis = node.attributes.int('axis', 1);
  const x = computedInput(node);
  const size = product(onnxShape(node, x));
  return axis === 1 || axis === -onnxShape(node, x).length
    ? reshapeTo(node, [size])
    : node.fail('axis 1', String(axis));
}

/** The first entry is the batch; of the others, 0 copies a size and −1 takes what is left. */
function reshape(node: OnnxNode): Computed {
  const before = onnxShape(node, computedInput(node));
  const [, ...target] = [...requiredInput(node, 1).values];
  const copies = node.attributes.int('allowzero', 0) === 0;
  const sizes = target.map((n, i) => (n === 0 && copies ? (before[i] ?? 0) : n));
  const open = product(before) / product(sizes.filter((n) => n !== -1));
  const shape = sizes.map((n) => (n === -1 ? open : n));
  if (product(shape) !== product(before) || sizes.filter((n) => n === -1).length > 1) {
    node.fail(
      `a shape [n, …] for ${product(before)} numbers of each image`,
      `[${[...requiredInput(node, 1).values].join(', ')}]`,
    );
  }
  return reshapeTo(node, shape);
}

function transpose(node: OnnxNode): Computed {
  const x = computedInput(node);
  const rank = onnxShape(node, x).length + 1;
  const order = node.attributes.ints('perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  if (order[0] !== 0) node.fail('an order that leaves the batch first', `[${order.join(', ')}]`);
  if (x.channelsLast && order.join() === '0,2,3,1') return { ...x, channelsLast: false };
  if (!x.channelsLast && order.join() === '0,3,1,2') return { ...x, channelsLast: true };
  return follow(node, asPlain(node, x), { op: 'transpose', permutation: order.slice(1).map((axis) => axis - 1) });
}

/** Axes are an attribute up to opset 12 (17 for reductions) and an input afterwards. */
const axesOf = (node: OnnxNode): readonly number[] | undefined => {
  const input = knownInput(node, 1);
  return input ? [...input.values] : node.attributes.ints('axes');
};

function squeeze(node: OnnxNode): Computed {
  const shape = onnxShape(node, computedInput(node));
  const rank = shape.length + 1;
  const given = axesOf(node)?.map((axis) => (axis < 0 ? rank + axis : axis));
  const axes = given ?? shape.flatMap((n, i) => (n === 1 ? [i + 1] : []));
  if (axes.some((axis) => axis < 1 || shape[axis - 1] !== 1)) node.fail('axes of size 1', `[${axes.join(', ')}]`);
  return reshapeTo(
    node,
    shape.filter((_, i) => !axes.includes(i + 1)),
  );
}

function unsqueeze(node: OnnxNode): Computed {
  const shape = [...onnxShape(node, computedInput(node))];
  const given = axesOf(node) ?? [];
  const rank = shape.length + 1 + given.length;
  const axes = given.map((axis) => (axis < 0 ? rank + axis : axis)).sort((a, b) => a - b);
  if (axes.length > 8 || axes.some((axis) => axis < 1 || axis >= rank)) {
    node.fail('axes behind the batch', `[${given.join(', ')}]`);
  }
  for (const axis of axes) shape.splice(axis - 1, 0, 1);
  return reshapeTo(node, shape);
}

function concat(node: OnnxNode): Computed {
  const inputs = node.inputs.map((input) =>
    input?.kind === 'computed' ? input : node.fail('inputs that depend on the image', 'a constant'),
  );
  const alike = inputs.every(({ channelsLast }) => channelsLast === inputs[0]!.channelsLast);
  const [first, ...rest] = alike ? inputs : inputs.map((input) => asPlain(node, input));
  const axis = axisOf(node, first!, node.attributes.int('axis', 1));
  const ids = [first!, ...rest].map(({ id }) => id);
  return { ...first!, id: node.builder.add(node.name, ids, { op: 'concat', axis }) };
}

function pad(node: OnnxNode): Computed {
  const x = computedInput(node);
  const shape = onnxShape(node, x);
  const kind = node.attributes.text('mode', 'constant');
  const pads = padsOf(node, shape.length + 1);
  const [before, after] = [pads.slice(0, shape.length + 1), pads.slice(shape.length + 1)];
  if (before[0] !== 0 || after[0] !== 0) node.fail('no padding of the batch', `[${pads.join(', ')}]`);
  if (pads.every((n) => n === 0)) return x;
  const value = knownInput(node, 2)?.values[0] ?? node.attributes.float('value', 0);
  if (kind !== 'constant' && kind !== 'reflect') node.fail('mode constant or reflect', kind);
  const inOrder = (list: readonly number[]) => {
    const [, first = 0, ...others] = list;
    return x.channelsLast ? [...others, first] : [first, ...others];
  };
  return follow(node, x, {
    op: 'pad',
    before: inOrder(before),
    after: inOrder(after),
    mode: kind === 'reflect' ? { kind } : { kind: 'constant', value },
  });
}

/** Starts for every axis, then ends; from opset 18 on for the axes that are listed. */
function padsOf(node: OnnxNode, rank: number): readonly number[] {
  const input = knownInput(node, 1);
  const pads = input ? [...input.values] : (node.attributes.ints('pads') ?? []);
  const axes = knownInput(node, 3);
  if (!axes) return pads.length === 2 * rank ? pads : node.fail(`${2 * rank} numbers`, String(pads.length));
  const all = Array<number>(2 * rank).fill(0);
  for (const [i, axis] of [...axes.values].entries()) {
    const at = axis < 0 ? rank + axis : axis;
    if (!(at >= 0 && at < rank)) node.fail(`axes from 0 to ${rank - 1}`, String(axis));
    all[at] = pads[i] ?? 0;
    all[rank + at] = pads[axes.values.length + i] ?? 0;
  }
  return all;
}

function reduce(node: OnnxNode, reduction: 'mean' | 'sum' | 'max' | 'min'): Computed {
  const given = computedInput(node);
  const keepDims = node.attributes.int('keepdims', 1) !== 0;
  const listed = axesOf(node) ?? [];
  const axes = listed.length > 0 ? listed : node.fail('axes', 'none, which would mix images');
  const spatial =
    [...axes]
      .map((axis) => (axis < 0 ? axis + 4 : axis))
      .sort()
      .join() === '2,3';
  const x = keepDims || (given.channelsLast && spatial) ? given : asPlain(node, given);
  const over = axes.map((axis) => axisOf(node, x, axis));
  const reduced = follow(node, x, { op: 'reduce', function: reduction, axes: over, keepDims });
  return keepDims ? reduced : { ...reduced, channelsLast: false };
}
