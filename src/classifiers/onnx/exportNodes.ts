import { unreachable } from '../../core/errors.ts';
import type { GraphNode, Padding } from '../graph/graph.ts';
import { permute } from '../graph/permute.ts';
import { writeActivation } from './exportActivation.ts';
import { besideValue, type OnnxWriter, onnxAxis } from './onnxWriter.ts';

type Of<Op extends GraphNode['op']> = Extract<GraphNode, { readonly op: Op }>;

const combinations = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  maximum: 'Max',
  minimum: 'Min',
} as const;

/** Writes the ONNX nodes that give the value of a node, and gives its name. */
export function writeNode(writer: OnnxWriter, node: GraphNode): string {
  const [x = ''] = node.inputs;
  const rank = x === '' ? 0 : writer.shape(x).length;
  const { id } = node;
  switch (node.op) {
    case 'dense':
      return writer.node('Gemm', [x, ...tensors(writer, node.kernel, node.bias)], id);
    case 'conv2d':
    case 'depthwiseConv2d':
      return convolution(writer, node, x);
    case 'batchNorm':
      return batchNorm(writer, node, x);
    case 'affine':
      return affine(writer, node, x);
    case 'activate':
      return writeActivation(writer, node.function, x, id);
    case 'prelu':
      return writer.node('PRelu', [x, beside(writer, node.slope, `${id}/slope`, rank)], id);
    case 'softmax':
      return writer.node('Softmax', [x], id, { axis: onnxAxis(rank - 1, rank) });
    case 'maxPool':
    case 'averagePool':
      return pool(writer, node, x);
    case 'reduce':
      return reduce(writer, node, x);
    case 'combine':
      return writer.node(
        combinations[node.function],
        node.inputs.map((input) => alignedTo(writer, node, input)),
        id,
      );
    case 'constant': {
      const { shape, values } = besideValue(writer, node.weight, writer.shape(id).length);
      return writer.node('Identity', [writer.floats(`${id}/value`, [1, ...shape], values)], id);
    }
    case 'concat':
      return writer.node('Concat', node.inputs, id, { axis: onnxAxis(node.axis, rank) });
    case 'reshape':
      return reshape(writer, x, node.shape, id);
    case 'transpose':
      return transpose(writer, node, x);
    case 'pad':
      return pad(writer, node, x);
    default:
      return unreachable(node);
  }
}

/** Weights as they are, written once under their own names. */
function tensors(writer: OnnxWriter, ...names: readonly (string | undefined)[]): string[] {
  return names.flatMap((name) => {
    if (name === undefined) return [];
    const { shape, values } = writer.weight(name);
    return writer.initializers.some((one) => one.name === name) ? [name] : [writer.floats(name, shape, values)];
  });
}

const beside = (writer: OnnxWriter, weight: string, name: string, rank: number): string => {
  const { shape, values } = besideValue(writer, weight, rank);
  return writer.floats(name, shape, values);
};

const pads = ({ top, left, bottom, right }: Padding): readonly number[] => [top, left, bottom, right];

function convolution(writer: OnnxWriter, node: Of<'conv2d' | 'depthwiseConv2d'>, x: string): string {
  const { shape, values } = writer.weight(node.kernel);
  const [height, width, inner, last] = shape as [number, number, number, number]; // shapesOf checked the rank
  const deep = node.op === 'conv2d';
  const kernel = writer.floats(
    `${node.id}/kernel`,
    deep ? [last, inner, height, width] : [inner * last, 1, height, width],
    permute(values, shape, deep ? [3, 2, 0, 1] : [2, 3, 0, 1]),
  );
  return writer.node('Conv', [x, kernel, ...tensors(writer, node.bias)], node.id, {
    kernel_shape: [height, width],
    strides: node.strides,
    pads: pads(node.padding),
    dilations: node.dilations,
    group: deep ? node.groups : inner,
  });
}

function batchNorm(writer: OnnxWriter, node: Of<'batchNorm'>, x: string): string {
  const [channels = 0] = writer.weight(node.mean).shape;
  const filled = (name: string | undefined, part: string, value: number) =>
    name === undefined
      ? writer.floats(`${node.id}/${part}`, [channels], new Float32Array(channels).fill(value))
      : tensors(writer, name)[0]!;
  if (writer.shape(x).length === 2) writer.fail(node, 'an image or a vector', '2 axes');
  const inputs = [
    filled(node.scale, 'scale', 1),
    filled(node.offset, 'offset', 0),
    ...tensors(writer, node.mean, node.variance),
  ];
  return writer.node('BatchNormalization', [x, ...inputs], node.id, { epsilon: { float: node.epsilon } });
}

function affine(writer: OnnxWriter, { id, scale, offset }: Of<'affine'>, x: string): string {
  const rank = writer.shape(x).length;
  const part = (op: string, input: string, weight: string, output: string) =>
    writer.node(op, [input, beside(writer, weight, `${output}/${op}`, rank)], output);
  if (scale === undefined && offset === undefined) return writer.node('Identity', [x], id);
  const scaled = scale === undefined ? x : part('Mul', x, scale, offset === undefined ? id : `${id}/scaled`);
  return offset === undefined ? scaled : part('Add', scaled, offset, id);
}

function pool(writer: OnnxWriter, node: Of<'maxPool' | 'averagePool'>, x: string): string {
  const window = { kernel_shape: node.size, strides: node.strides, pads: pads(node.padding) };
  if (node.op === 'maxPool') return writer.node('MaxPool', [x], node.id, window);
  return writer.node('AveragePool', [x], node.id, { ...window, count_include_pad: node.countPadding ? 1 : 0 });
}

const reductions = { mean: 'ReduceMean', sum: 'ReduceSum', max: 'ReduceMax', min: 'ReduceMin' } as const;

/** Axes are kept first, and taken off by a reshape, which knows how images lie. */
function reduce(writer: OnnxWriter, node: Of<'reduce'>, x: string): string {
  const shape = writer.shape(x);
  const axes = node.axes.map((axis) => onnxAxis(axis, shape.length));
  const kept = node.keepDims ? node.id : `${node.id}/kept`;
  const asInput = node.function === 'sum' || writer.opset >= 18;
  if (asInput)
    writer.node(reductions[node.function], [x, writer.integers(`${node.id}/axes`, axes)], kept, { keepdims: 1 });
  else writer.node(reductions[node.function], [x], kept, { axes, keepdims: 1 });
  if (node.keepDims) return kept;
  const whole = shape.map((n, i) => (node.axes.includes(i) ? 1 : n));
  return reshapeFrom(writer, { id: kept, shape: whole }, writer.shape(node.id), node.id);
}

/** An operand with axes of 1 behind the batch, where the other one has more. */
function alignedTo(writer: OnnxWriter, node: Of<'combine'>, input: string): string {
  const shape = writer.shape(input);
  const rank = Math.max(...node.inputs.map((id) => writer.shape(id).length));
  if (shape.length === rank) return input;
  const full = [...Array<number>(rank - shape.length).fill(1), ...shape];
  return reshape(writer, input, full, `${node.id}/${input}`);
}

const reshape = (writer: OnnxWriter, x: string, target: readonly number[], output: string): string =>
  reshapeFrom(writer, { id: x, shape: writer.shape(x) }, target, output);

/** Row-major with channels last: images are turned before and after, where that makes a difference. */
function reshapeFrom(
  writer: OnnxWriter,
  { id, shape }: { readonly id: string; readonly shape: readonly number[] },
  target: readonly number[],
  output: string,
): string {
  const turns = (image: readonly number[]) => image.length === 3 && image[2]! > 1 && image[0]! * image[1]! > 1;
  const before = turns(shape) ? writer.node('Transpose', [id], `${output}/channels_last`, { perm: [0, 2, 3, 1] }) : id;
  const [a = 1, b = 1, c = 1] = target;
  const sizes = target.length === 3 && !turns(target) ? [c, a, b] : target;
  const plain = turns(target) ? `${output}/plain` : output;
  writer.node('Reshape', [before, writer.integers(`${output}/shape`, [0, ...sizes])], plain);
  return turns(target) ? writer.node('Transpose', [plain], output, { perm: [0, 3, 1, 2] }) : plain;
}

function transpose(writer: OnnxWriter, { id, permutation }: Of<'transpose'>, x: string): string {
  const rank = permutation.length;
  const ours = rank === 3 ? [2, 0, 1] : permutation.map((_, i) => i); // our axis at each place ONNX has
  return writer.node('Transpose', [x], id, { perm: [0, ...ours.map((axis) => onnxAxis(permutation[axis]!, rank))] });
}

function pad(writer: OnnxWriter, { id, before, after, mode }: Of<'pad'>, x: string): string {
  const order = (list: readonly number[]) => (list.length === 3 ? [0, list[2]!, list[0]!, list[1]!] : [0, ...list]);
  const counts = writer.integers(`${id}/pads`, [...order(before), ...order(after)]);
  const value = mode.kind === 'constant' ? [writer.floats(`${id}/value`, [], Float32Array.of(mode.value))] : [];
  return writer.node('Pad', [x, counts, ...value], id, { mode: mode.kind });
}
