import type { Operation, Padding, Pair } from '../graph/graph.ts';
import { permute } from '../graph/permute.ts';
import { noPadding, samePadding } from '../graph/windowPadding.ts';
import { asImage, follow } from './layout.ts';
import { type Computed, computedInput, knownInput, type OnnxNode, type OpWriter, requiredInput } from './node.ts';
import type { Known } from './readTensor.ts';

/** Convolution and pooling; their kernels are brought into channels-last order here, once. */
export const windowOps: Readonly<Record<string, OpWriter>> = {
  Conv: convolution,
  MaxPool: (node) => pooling(node, (window) => ({ op: 'maxPool', ...window })),
  AveragePool: (node) => {
    const countPadding = node.attributes.int('count_include_pad', 0) !== 0;
    return pooling(node, (window) => ({ op: 'averagePool', ...window, countPadding }));
  },
  GlobalAveragePool: (node) => global(node, 'mean'),
  GlobalMaxPool: (node) => global(node, 'max'),
};

function convolution(node: OnnxNode): Computed {
  const x = asImage(node, computedInput(node));
  const weight = requiredInput(node, 1);
  const [out = 0, inner = 0, height = 0, width = 0] = weight.shape;
  if (weight.shape.length !== 4) node.fail('a kernel [out, in, height, width]', `[${weight.shape.join(', ')}]`);
  const size: Pair = [height, width];
  const window = { ...windowOf(node, x, size), dilations: pair(node, 'dilations') };
  const groups = node.attributes.int('group', 1);
  const bias = biasOf(node, knownInput(node, 2));
  if (groups > 1 && inner === 1 && node.builder.shape(x.id)[2] === groups) {
    const kernel = addKernel(node, [groups, out / groups, height, width], weight, [2, 3, 0, 1]);
    return follow(node, x, { op: 'depthwiseConv2d', kernel, ...bias, ...window });
  }
  const kernel = addKernel(node, weight.shape, weight, [2, 3, 1, 0]);
  return follow(node, x, { op: 'conv2d', kernel, ...bias, ...window, groups });
}

function addKernel(
  { builder, name, fail }: OnnxNode,
  shape: readonly number[],
  { values }: Known,
  permutation: readonly number[],
): string {
  if (!shape.every(Number.isInteger)) fail('as many kernels for each group', `[${shape.join(', ')}]`);
  const moved = permute(Float32Array.from(values), shape, permutation);
  return builder.weight(`${name}/kernel`, {
    shape: permutation.map((axis) => shape[axis]!),
    values: moved,
    trainable: true,
  });
}

function biasOf({ builder, name }: OnnxNode, bias: Known | undefined): { bias?: string } {
  if (!bias) return {};
  const values = Float32Array.from(bias.values);
  return { bias: builder.weight(`${name}/bias`, { shape: bias.shape, values, trainable: true }) };
}

type Window = { readonly size: Pair; readonly strides: Pair; readonly padding: Padding };

function pooling(node: OnnxNode, operation: (window: Window) => Operation): Computed {
  const x = asImage(node, computedInput(node));
  const size = pair(node, 'kernel_shape');
  if (pair(node, 'dilations').some((rate) => rate !== 1)) node.fail('a window without dilation', 'dilations above 1');
  const window = windowOf(node, x, size);
  const padding = node.attributes.int('ceil_mode', 0) === 0 ? window.padding : roundedUp(node, x, { size, ...window });
  return follow(node, x, operation({ size, strides: window.strides, padding }));
}

function windowOf(node: OnnxNode, x: Computed, size: Pair): { readonly strides: Pair; readonly padding: Padding } {
  const { attributes, builder, fail } = node;
  const strides = pair(node, 'strides');
  const [height = 1, width = 1] = builder.shape(x.id);
  const auto = attributes.text('auto_pad', 'NOTSET');
  if (auto === 'VALID') return { strides, padding: noPadding };
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    const window = { size, strides, dilations: pair(node, 'dilations') };
    return {
      strides,
      padding: samePadding([height, width], window, { extra: auto === 'SAME_UPPER' ? 'last' : 'first' }),
    };
  }
  if (auto !== 'NOTSET') fail('auto_pad NOTSET, VALID, SAME_UPPER or SAME_LOWER', auto);
  const pads = attributes.ints('pads') ?? [0, 0, 0, 0];
  if (pads.length !== 4) fail('pads along height and width', `[${pads.join(', ')}]`);
  const [top, left, bottom, right] = pads as [number, number, number, number]; // counted above
  return { strides, padding: { top, bottom, left, right } };
}

function pair({ attributes, fail }: OnnxNode, name: string): Pair {
  const [height = 1, width = 1, ...rest] = attributes.ints(name) ?? [];
  return rest.length === 0 ? [height, width] : fail(`${name} along height and width`, `${rest.length + 2} numbers`);
}

/** Padding at the end that makes room for the last window, where positions are rounded up (`ceil_mode`). */
function roundedUp(node: OnnxNode, x: Computed, { size, strides, padding }: Window): Padding {
  const [height = 1, width = 1] = node.builder.shape(x.id);
  const missing = (length: number, before: number, after: number, axis: 0 | 1) => {
    const whole = length + before + after;
    const count = Math.ceil((whole - size[axis]) / strides[axis]) + 1;
    const begins = (count - 1) * strides[axis];
    const last = begins >= length + before ? begins - strides[axis] : begins; // no window begins in the padding
    return Math.max(0, last + size[axis] - whole);
  };
  const bottom = missing(height, padding.top, padding.bottom, 0);
  const right = missing(width, padding.left, padding.right, 1);
  if (bottom + right > 0 && node.attributes.int('count_include_pad', 0) !== 0) {
    node.fail('ceil_mode without count_include_pad', 'both; set one of them to 0');
  }
  return { ...padding, bottom: padding.bottom + bottom, right: padding.right + right };
}

function global(node: OnnxNode, reduction: 'mean' | 'max'): Computed {
  const x = asImage(node, computedInput(node));
  return follow(node, x, { op: 'reduce', function: reduction, axes: [0, 1], keepDims: true });
}
