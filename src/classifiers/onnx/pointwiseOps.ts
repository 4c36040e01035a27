import type { Activation, Operation } from '../graph/graph.ts';
import { alongside, asPlain, axisOf, follow } from './layout.ts';
import { type Computed, computedInput, knownInput, type OnnxNode, type OpWriter, requiredInput } from './node.ts';
import type { Known } from './readTensor.ts';

/** Operations on each number by itself, or on two values number by number. */
export const pointwiseOps: Readonly<Record<string, OpWriter>> = {
  Relu: activation(() => ({ kind: 'relu' })),
  LeakyRelu: activation(({ attributes }) => ({ kind: 'leakyRelu', slope: attributes.float('alpha', 0.01) })),
  Elu: activation(({ attributes }) => ({ kind: 'elu', alpha: attributes.float('alpha', 1) })),
  Selu: activation(() => ({ kind: 'selu' })),
  Sigmoid: activation(() => ({ kind: 'sigmoid' })),
  Tanh: activation(() => ({ kind: 'tanh' })),
  HardSigmoid: activation(({ attributes }) => ({
    kind: 'hardSigmoid',
    slope: attributes.float('alpha', 0.2),
    offset: attributes.float('beta', 0.5),
  })),
  HardSwish: activation(() => ({ kind: 'hardSwish' })),
  Softplus: activation(() => ({ kind: 'softplus' })),
  Softsign: activation(() => ({ kind: 'softsign' })),
  Mish: activation(() => ({ kind: 'mish' })),
  Gelu: activation(({ attributes }) => ({
    kind: 'gelu',
    approximate: attributes.text('approximate', 'none') === 'tanh',
  })),
  Exp: activation(() => ({ kind: 'exp' })),
  Log: activation(() => ({ kind: 'log' })),
  Sqrt: activation(() => ({ kind: 'sqrt' })),
  Abs: activation(() => ({ kind: 'abs' })),
  Neg: activation(() => ({ kind: 'negate' })),
  Clip: activation(clip),
  PRelu: (node) => {
    const x = computedInput(node);
    return follow(node, x, {
      op: 'prelu',
      slope: addConstant(node, 'slope', alongside(node, requiredInput(node, 1), x), true),
    });
  },
  Softmax: (node) => softmax(node),
  LogSoftmax: (node) => softmax(node),
  Add: arithmetic('add'),
  Sub: arithmetic('subtract'),
  Mul: arithmetic('multiply'),
  Div: arithmetic('divide'),
  Max: arithmetic('maximum'),
  Min: arithmetic('minimum'),
  Sum: arithmetic('add'),
};

function activation(read: (node: OnnxNode) => Activation): OpWriter {
  return (node) => follow(node, computedInput(node), { op: 'activate', function: read(node) });
}

/** Bounds are attributes up to opset 10 and inputs afterwards. */
function clip(node: OnnxNode): Activation {
  const bound = (name: string, index: number, otherwise: number) => {
    const input = knownInput(node, index);
    const found = input ? input.values[0] : node.attributes.float(name, otherwise);
    return found === undefined || Number.isNaN(found) ? node.fail(`a number as ${name}`, String(found)) : found;
  };
  const [min, max] = [bound('min', 1, Number.NEGATIVE_INFINITY), bound('max', 2, Number.POSITIVE_INFINITY)];
  return min === 0 && max > 3e38 ? { kind: 'relu' } : { kind: 'clip', min, max };
}

/** Over the channels of an image or the last axis of anything else; along others there is no operation in our graphs. */
function softmax(node: OnnxNode): Computed {
  const x = computedInput(node);
  const rank = node.builder.shape(x.id).length;
  const axis = axisOf(node, x, node.attributes.int('axis', node.opset < 13 ? 1 : -1));
  if (axis === rank - 1) return follow(node, x, { op: 'softmax' });
  const plain = asPlain(node, x);
  return axisOf(node, plain, -1) === axis
    ? follow(node, plain, { op: 'softmax' })
    : node.fail('the last axis', `axis ${axis}`);
}

type Arithmetic = Extract<Operation, { readonly op: 'combine' }>['function'];

/** More than two values are combined one after the other. */
function arithmetic(name: Arithmetic): OpWriter {
  return (node) => {
    const inputs = node.inputs.map((input) => input ?? node.fail('every input to be there', 'one left out'));
    const [first, ...rest] = inputs;
    const combined = rest.reduce((left, right) => combine(node, name, left, right), first!);
    return combined.kind === 'computed' ? combined : node.fail('an input that depends on the image', 'constants');
  };
}

function combine(node: OnnxNode, name: Arithmetic, left: Computed | Known, right: Computed | Known): Computed | Known {
  if (left.kind === 'computed' && right.kind === 'computed') {
    const alike = left.channelsLast === right.channelsLast;
    const [a, b] = alike ? [left, right] : [asPlain(node, left), asPlain(node, right)];
    return { ...a, id: node.builder.add(node.name, [a.id, b.id], { op: 'combine', function: name }) };
  }
  if (left.kind === 'known' && right.kind === 'known')
    return node.fail('an input that depends on the image', 'constants');
  return left.kind === 'computed'
    ? withConstant(node, name, left, right as Known) // the other kinds were handled above
    : beforeConstant(node, name, left, right as Computed);
}

/** The value on the left and a constant on the right: a scale or an offset where it is one. */
function withConstant(node: OnnxNode, name: Arithmetic, x: Computed, constant: Known): Computed {
  const { shape, values } = alongside(node, constant, x);
  const affine = (part: 'scale' | 'offset', change: (value: number) => number) => {
    const weight = addConstant(node, part, { shape, values: values.map(change) }, false);
    return follow(node, x, { op: 'affine', [part]: weight });
  };
  if (!spreads(node, shape, x)) return combineConstant(node, name, [x.id], { shape, values }, x);
  if (name === 'add') return affine('offset', (value) => value);
  if (name === 'subtract') return affine('offset', (value) => -value);
  if (name === 'multiply') return affine('scale', (value) => value);
  if (name === 'divide') return affine('scale', (value) => 1 / value);
  return combineConstant(node, name, [x.id], { shape, values }, x);
}

/** The constant on the left of the value. */
function beforeConstant(node: OnnxNode, name: Arithmetic, constant: Known, x: Computed): Computed {
  if (name !== 'subtract' && name !== 'divide') return withConstant(node, name, x, constant);
  if (name === 'divide') return combineConstant(node, name, [], alongside(node, constant, x), x);
  return withConstant(node, 'add', follow(node, x, { op: 'activate', function: { kind: 'negate' } }), constant);
}

/** Whether a constant leaves the shape of the value as it is. */
function spreads({ builder }: OnnxNode, shape: readonly number[], { id }: Computed): boolean {
  const whole = builder.shape(id);
  return shape.every((n, i) => n === 1 || n === whole[i - shape.length + whole.length]);
}

function combineConstant(
  node: OnnxNode,
  name: Arithmetic,
  left: readonly string[],
  constant: Omit<Known, 'kind'>,
  x: Computed,
): Computed {
  const weight = addConstant(node, 'constant', constant, false);
  const id = node.builder.add(`${node.name}/constant`, [], { op: 'constant', weight });
  const inputs = left.length > 0 ? [...left, id] : [id, x.id];
  return { ...x, id: node.builder.add(node.name, inputs, { op: 'combine', function: name }) };
}

function addConstant(
  { builder, name }: OnnxNode,
  part: string,
  { shape, values }: Omit<Known, 'kind'>,
  trainable: boolean,
): string {
  return builder.weight(`${name}/${part}`, { shape, values: Float32Array.from(values), trainable });
}
