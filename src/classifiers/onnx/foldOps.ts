import { permute } from '../graph/permute.ts';
import { broadcast } from '../graph/shapes.ts';
import { onnxShape } from './layout.ts';
import { knownInput, type OnnxNode, requiredInput } from './node.ts';
import type { Known } from './readTensor.ts';

/** The size of the batch in the shape of a value: no number, so that whatever is computed from it is none either. */
const batch = Number.NaN;
const mostFolded = 1 << 20; // numbers in one result; shapes have a handful, and weights come from the file

/**
 * The value of a node that does not depend on the image: constants, and the arithmetic on shapes with which exporters
 * surround Reshape. Undefined when the node depends on it, or on something this does not compute.
 */
export function fold(node: OnnxNode): Known | undefined {
  if (node.op === 'Shape') return shapeOf(node);
  if (!node.inputs.every((input) => input?.kind !== 'computed')) return undefined;
  return Object.hasOwn(folders, node.op) ? folders[node.op]!(node) : undefined;
}

const folders: Readonly<Record<string, (node: OnnxNode) => Known>> = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Identity: (node) => requiredInput(node, 0),
  Cast: (node) => requiredInput(node, 0),
  Dropout: (node) => requiredInput(node, 0),
  Floor: (node) => {
    const { kind, shape, values } = requiredInput(node, 0);
    return { kind, shape, values: values.map(Math.floor) };
  },
  Gather: gather,
  Concat: concat,
  Slice: slice,
  Squeeze: (node) => vectorOrScalar(requiredInput(node, 0), 'squeeze'),
  Unsqueeze: (node) => vectorOrScalar(requiredInput(node, 0), 'unsqueeze'),
  Reshape: (node) => reshape(node),
  Transpose: transpose,
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  Div: (node) => {
    const whole = [0, 1].every((i) => requiredInput(node, i).values instanceof Float64Array); // integers divide as such
    return arithmetic((a, b) => (whole ? Math.trunc(a / b) : a / b))(node);
  },
};

const known = (shape: readonly number[], values: ArrayLike<number>): Known => ({
  kind: 'known',
  shape,
  values: values instanceof Float32Array ? values : Float64Array.from(values),
});

function shapeOf(node: OnnxNode): Known {
  const input = node.inputs[0] ?? node.fail('an input', 'none');
  const shape = input.kind === 'known' ? input.shape : [batch, ...onnxShape(node, input)];
  const end = node.attributes.int('end', shape.length);
  const part = shape.slice(node.attributes.int('start', 0), end);
  return known([part.length], part);
}

function constant({ attributes, fail }: OnnxNode): Known {
  const tensor = attributes.tensor('value');
  if (tensor) return tensor;
  if (attributes.has('value_float')) return known([], Float32Array.of(attributes.float('value_float', 0)));
  if (attributes.has('value_int')) return known([], [attributes.int('value_int', 0)]);
  const floats = attributes.has('value_floats') ? attributes.floats('value_floats') : undefined;
  if (floats) return known([floats.length], Float32Array.from(floats));
  const ints = attributes.has('value_ints') ? attributes.ints('value_ints') : undefined;
  return ints ? known([ints.length], ints) : fail('value, value_float(s) or value_int(s)', 'none of them');
}

function constantOfShape(node: OnnxNode): Known {
  const shape = [...requiredInput(node, 0).values];
  const count = shape.reduce((a, b) => a * b, 1);
  if (!(count <= mostFolded && shape.every((n) => n >= 0)))
    node.fail(`at most ${mostFolded} numbers`, `[${shape.join(', ')}]`);
  const value = node.attributes.tensor('value')?.values[0] ?? 0;
  return known(
    shape,
    Float32Array.from({ length: count }, () => value),
  );
}

/** Of a vector. */
function gather(node: OnnxNode): Known {
  const data = vector(node, requiredInput(node, 0));
  const { shape, values } = requiredInput(node, 1);
  if (values.length > mostFolded) node.fail(`at most ${mostFolded} indices`, String(values.length));
  const taken = Array.from(
    values,
    (i) => data[i < 0 ? data.length + i : i] ?? node.fail(`indices below ${data.length}`, String(i)),
  );
  return known(shape, taken);
}

function vector(node: OnnxNode, { shape, values }: Known): readonly number[] {
  return shape.length === 1 ? [...values] : node.fail('a vector, as shapes are', `[${shape.join(', ')}]`);
}

function concat(node: OnnxNode): Known {
  const all = node.inputs.flatMap((_, i) => vector(node, requiredInput(node, i)));
  return all.length <= mostFolded
    ? known([all.length], all)
    : node.fail(`at most ${mostFolded} numbers`, String(all.length));
}

/** Starts, ends and steps are attributes up to opset 9 and inputs afterwards. */
function slice(node: OnnxNode): Known {
  const data = vector(node, requiredInput(node, 0));
  const one = (name: string, index: number, otherwise: number) =>
    knownInput(node, index)?.values[0] ?? node.attributes.ints(name)?.[0] ?? otherwise;
  if (one('steps', 4, 1) !== 1) node.fail('steps of 1', String(one('steps', 4, 1)));
  const part = data.slice(one('starts', 1, 0), one('ends', 2, data.length));
  return known([part.length], part);
}

/** Shapes are vectors of sizes and sizes are scalars, or vectors of one. */
function vectorOrScalar({ shape, values }: Known, change: 'squeeze' | 'unsqueeze'): Known {
  return known(change === 'squeeze' ? shape.filter((n) => n !== 1) : [1, ...shape], values);
}

function reshape(node: OnnxNode): Known {
  const data = requiredInput(node, 0);
  const target = [...requiredInput(node, 1).values].map((n, i) => (n === 0 ? (data.shape[i] ?? 0) : n));
  const rest = target.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const shape = target.map((n) => (n === -1 ? data.values.length / rest : n));
  const count = shape.reduce((a, b) => a * b, 1);
  return count === data.values.length && shape.every(Number.isInteger)
    ? { ...data, shape }
    : node.fail(`a shape for ${data.values.length} numbers`, `[${target.join(', ')}]`);
}

function transpose(node: OnnxNode): Known {
  const { kind, shape, values } = requiredInput(node, 0);
  const order = node.attributes.ints('perm') ?? shape.map((_, i) => shape.length - 1 - i);
  if ([...order].sort((a, b) => a - b).join() !== shape.map((_, i) => i).join()) {
    node.fail(`an order of ${shape.length} axes`, `[${order.join(', ')}]`);
  }
  return { kind, shape: order.map((axis) => shape[axis]!), values: permute(values, shape, order) };
}

/** Of two constants number by number, with NumPy's rule for shapes. */
function arithmetic(compute: (a: number, b: number) => number): (node: OnnxNode) => Known {
  return (node) => {
    const [a, b] = [requiredInput(node, 0), requiredInput(node, 1)];
    const shape = broadcast(a.shape, b.shape) ?? node.fail('shapes that broadcast', `[${a.shape}] and [${b.shape}]`);
    const count = shape.reduce((product, n) => product * n, 1);
    if (count > Math.max(mostFolded, a.values.length, b.values.length))
      node.fail(`at most ${mostFolded} numbers`, String(count));
    const [left, right] = [reader(a, shape), reader(b, shape)];
    const values = Array.from({ length: count }, (_, i) => compute(left(i), right(i)));
    const floats = a.values instanceof Float32Array || b.values instanceof Float32Array;
    return known(shape, floats ? Float32Array.from(values) : values);
  };
}

/** Gives the number that belongs to position `i` of the broadcast shape. */
function reader({ shape, values }: Known, whole: readonly number[]): (i: number) => number {
  if (values.length === 1) return () => values[0]!;
  const full = [...Array<number>(whole.length - shape.length).fill(1), ...shape];
  return (i) => {
    let [at, stride, rest] = [0, 1, i];
    for (let axis = whole.length - 1; axis >= 0; axis--) {
      const position = rest % whole[axis]!;
      rest = Math.floor(rest / whole[axis]!);
      if (full[axis]! > 1) at += position * stride;
      stride *= full[axis]!;
    }
    return values[at]!;
  };
}
