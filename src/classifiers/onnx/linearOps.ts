import { permute } from '../graph/permute.ts';
import { asImage, asPlain, follow } from './layout.ts';
import { type Computed, computedInput, knownInput, type OnnxNode, type OpWriter, requiredInput } from './node.ts';
import type { Known } from './readTensor.ts';

/** Products with a matrix, and batch normalisation. */
export const linearOps: Readonly<Record<string, OpWriter>> = {
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: batchNorm,
};

/** `alpha · x · B + beta · C`, with both factors put into the weights. */
function gemm(node: OnnxNode): Computed {
  const { attributes, fail } = node;
  const x = vectorInput(node);
  if (attributes.int('transA', 0) !== 0) fail('transA 0', '1, which would mix images');
  const matrix = requiredInput(node, 1);
  const flipped = attributes.int('transB', 0) !== 0 ? transposed(node, matrix) : matrix;
  const alpha = attributes.float('alpha', 1);
  const beta = attributes.float('beta', 1);
  const kernel = addTrained(node, 'kernel', flipped.shape, times(flipped.values, alpha));
  const offset = knownInput(node, 2);
  if (!offset) return follow(node, x, { op: 'dense', kernel });
  const units = flipped.shape[1]!;
  const values = times(offset.values, beta);
  if (values.length !== 1 && (values.length !== units || offset.shape.at(-1) !== units)) {
    fail(`${units} offsets`, `[${offset.shape.join(', ')}]`);
  }
  const bias = addTrained(
    node,
    'bias',
    [units],
    values.length === 1 ? new Float32Array(units).fill(values[0]!) : values,
  );
  return follow(node, x, { op: 'dense', kernel, bias });
}

function matMul(node: OnnxNode): Computed {
  const x = vectorInput(node);
  const { shape, values } = requiredInput(node, 1);
  return follow(node, x, { op: 'dense', kernel: addTrained(node, 'kernel', shape, Float32Array.from(values)) });
}

function vectorInput(node: OnnxNode): Computed {
  const x = asPlain(node, computedInput(node));
  const shape = node.builder.shape(x.id);
  return shape.length === 1 ? x : node.fail('a vector for each image, [n, d]', `[n, ${shape.join(', ')}]`);
}

function transposed({ fail }: OnnxNode, { shape, values, kind }: Known): Known {
  if (shape.length !== 2) fail('a matrix', `[${shape.join(', ')}]`);
  return { kind, shape: [shape[1]!, shape[0]!], values: permute(values, shape, [1, 0]) };
}

/** With the statistics in the file. In training, they stay. */
function batchNorm(node: OnnxNode): Computed {
  const given = computedInput(node);
  const x = node.builder.shape(given.id).length === 1 ? given : asImage(node, given);
  const part = (name: string, index: number, trainable: boolean) => {
    const { shape, values } = requiredInput(node, index);
    return node.builder.weight(`${node.name}/${name}`, { shape, values: Float32Array.from(values), trainable });
  };
  return follow(node, x, {
    op: 'batchNorm',
    scale: part('scale', 1, true),
    offset: part('offset', 2, true),
    mean: part('mean', 3, false),
    variance: part('variance', 4, false),
    epsilon: node.attributes.float('epsilon', 1e-5),
  });
}

const times = (values: Known['values'], factor: number): Float32Array =>
  Float32Array.from(values, (value) => value * factor);

const addTrained = (
  { builder, name }: OnnxNode,
  part: string,
  shape: readonly number[],
  values: Float32Array,
): string => builder.weight(`${name}/${part}`, { shape, values, trainable: true });
