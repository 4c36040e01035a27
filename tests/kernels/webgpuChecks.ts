import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { KernelForms } from '../../src/core/kernelForms.ts';
import { repairAvgPoolGradient } from '../../src/kernels/avgPoolGradient.ts';
import { installWebGpuKernels } from '../../src/kernels/webgpu/install.ts';
import { attackStep, composedStep } from '../../src/tensor/attackStep.ts';
import { batchNormOfBatch } from '../../src/tensor/batchNorm.ts';
import { composedCrossEntropy, crossEntropy } from '../../src/tensor/crossEntropy.ts';
import type { Logits } from '../../src/tensor/norms.ts';
import { adamStep, composedAdamStep, sgdStep } from '../../src/tensor/optimizerStep.ts';
import { joined, taken } from '../../src/tensor/packing.ts';
import { selectRows } from '../../src/tensor/selectRows.ts';
import { type AgreementCase, agreementCases } from './agreementCases.ts';
import { type StepCase, stepCases, stepOf } from './attackStepCases.ts';

/** Largest relative difference to the cpu backend that is put down to rounding. */
const tolerance = 1e-4;

/** Opens a device with nothing but the limits every adapter has, and keeps an ear on it. */
export async function openDevice(gpu: GPU): Promise<{ readonly errors: readonly string[] }> {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('expected an adapter');
  const device = await adapter.requestDevice();
  const errors: string[] = [];
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  repairAvgPoolGradient();
  if (!(await tf.setBackend('webgpu'))) throw new Error('expected the backend webgpu to start');
  return { errors };
}

/** Cases in which value or gradients differ between our kernels and the cpu backend; every `stride`th case of a group. */
export async function disagreements(
  forms: KernelForms,
  groups: readonly (keyof typeof agreementCases)[],
  stride: number,
): Promise<string[]> {
  const cases = groups.flatMap((group) => agreementCases[group].filter((_, i) => i % stride === 0));
  const found: string[] = [];
  for (const entry of cases) {
    const want = await valuesOn('cpu', () => valueAndGradients(entry));
    const got = await withKernels(forms, () => valueAndGradients(entry));
    got.forEach((values, i) => {
      const error = relativeError(values, want[i]!);
      if (!(error <= tolerance)) found.push(`${entry.name}, ${i ? `gradient ${i}` : 'value'}: ${error}`);
    });
  }
  return found;
}

const usual: KernelForms = { inputGradient: ['gather'], filterGradient: ['tiles'] };
const large: StepCase = { ...stepCases[0]!, name: 'linf, many workgroups', shape: [2, 400, 400, 1] };

/** Attack steps that differ from the composed ones by more than rounding. */
export async function straySteps(stride: number): Promise<string[]> {
  const found: string[] = [];
  for (const entry of [large, ...stepCases.filter((_, i) => i % stride === 0)]) {
    const [one, many] = await withKernels(usual, () => [attackStep(stepOf(entry)), composedStep(stepOf(entry))]);
    const error = one!.reduce((worst, value, i) => Math.max(worst, Math.abs(value - many![i]!)), 0);
    if (!(error <= 1e-6)) found.push(`${entry.name}: ${error}`);
  }
  return found;
}

const manyRows = 70; // more than one workgroup
const classes = 11;
const labels = () => tf.mod(tf.range(0, manyRows, 1, 'int32'), tf.scalar(classes, 'int32')) as tf.Tensor1D;
const adam = { rate: 0.0123, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const adamState = () => ({ x: random([9, 50], 1), first: random([9, 50], 2), second: tf.abs(random([9, 50], 3)) });
const lossOf = (loss: typeof crossEntropy) => (z: tf.Tensor) =>
  tf.sum(tf.mul(tf.square(loss(z as Logits, labels())), random([manyRows], 5)));
const shapes = [[3, 5], [], [7]];

type BatchNorm = (x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D) => tf.Tensor;
const byBatch: BatchNorm = (x, gamma, beta) => batchNormOfBatch(x, { gamma, beta, epsilon: 1e-3 }).y;
const byMoments: BatchNorm = (x, gamma, beta) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, 1e-3);
};
/** Value and gradients of batch norm in several parts, more than one workgroup of channels. */
function ofFarRows(norm: BatchNorm): tf.Tensor[] {
  const inputs = [tf.add(tf.mul(random([16, 9, 10, 67], 1), 3), 10), random([67], 2), random([67], 3)];
  const { value, grads } = tf.valueAndGrads((x, gamma, beta) => {
    const y = norm(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D);
    return tf.sum(tf.mul(y, random(y.shape, 4)));
  })(inputs);
  return [value, ...grads];
}
/** Gradients of a convolution with batch norm behind it. */
const throughNorm = (norm: BatchNorm) =>
  tf.grads((x, filter, gamma, beta) => {
    const y = norm(
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
      gamma as tf.Tensor1D,
      beta as tf.Tensor1D,
    );
    return tf.sum(tf.mul(y, random(y.shape, 9)));
  })([random([4, 6, 5, 3], 1), random([3, 3, 3, 8], 2), random([8], 3), random([8], 4)]);
const halves = (values: tf.Tensor[]) => values.flatMap((value) => [value, tf.neg(value)]);

/** Operations that are kernels of ours on WebGPU, and what they must come to, in operations of every backend. */
const ownOps: Readonly<Record<string, readonly [ours: () => tf.Tensor[], composed: () => tf.Tensor[]]>> = {
  'cross-entropy': [
    () => [crossEntropy(random([manyRows, classes], 1) as Logits, labels())],
    () => [composedCrossEntropy(random([manyRows, classes], 1) as Logits, labels())],
  ],
  'gradient of cross-entropy': [
    () => [tf.grad(lossOf(crossEntropy))(random([manyRows, classes], 1))],
    () => [tf.grad(lossOf(composedCrossEntropy))(random([manyRows, classes], 1))],
  ],
  adam: [
    () => Object.values(adamStep(adamState(), random([9, 50], 4), adam)),
    () => Object.values(composedAdamStep(adamState(), random([9, 50], 4), adam)),
  ],
  sgd: [
    () => [sgdStep(random([4, 5], 1), random([4, 5], 2), 0.1)],
    () => [tf.sub(random([4, 5], 1), tf.mul(random([4, 5], 2), 0.1))],
  ],
  'batch norm by the batch at hand': [() => throughNorm(byBatch), () => throughNorm(byMoments)],
  'batch norm of many rows far from zero': [() => ofFarRows(byBatch), () => ofFarRows(byMoments)],
  'many tensors as one': [
    () => halves(taken(joined(shapes.map((shape, i) => random(shape, i + 1))), shapes)),
    () => halves(shapes.map((shape, i) => random(shape, i + 1))),
  ],
  'choice of rows': [
    () => [selectRows(tf.less(labels(), 4) as tf.Tensor1D, random([manyRows, 2, 3], 1), random([manyRows, 2, 3], 2))],
    () => [
      tf.where(tf.reshape(tf.less(labels(), 4), [-1, 1, 1]), random([manyRows, 2, 3], 1), random([manyRows, 2, 3], 2)),
    ],
  ],
  'numbers brought there': [
    () => [
      tf.add(tf.tensor1d([1.5, -2]), tf.cast(tf.tensor1d([3, -4], 'int32'), 'float32')),
      tf.cast(tf.tensor1d([1, 0], 'bool'), 'float32'),
    ],
    () => [tf.tensor1d([4.5, -6]), tf.tensor1d([1, 0])],
  ],
};

/** Operations of ours that come to something else than the composed ones on the processor. */
export async function strayOps(): Promise<string[]> {
  const found: string[] = [];
  for (const [name, [ours, composed]] of Object.entries(ownOps)) {
    const want = await valuesOn('cpu', composed);
    const got = await withKernels(usual, ours);
    const errors = want.map((values, i) => relativeError(got[i]!, values));
    if (!errors.every((error) => error <= 1e-5)) found.push(`${name}: ${errors}`);
  }
  return found;
}

type RowOp = (x: tf.Tensor2D) => tf.Tensor;
const images = (x: tf.Tensor2D, ...[h, w, c]: [number, number, number]) =>
  tf.reshape(x, [x.shape[0], h, w, c]) as tf.Tensor4D;

/** Ops on rows of 2100 numbers that stock would compute by another program, or in another order, in another batch. */
const rowOps: Readonly<Record<string, RowOp>> = {
  'deep product': (x) => tf.matMul(x, random([2100, 6], 2) as tf.Tensor2D),
  'small product': (x) => tf.matMul(tf.slice(x, [0, 0], [-1, 40]), random([40, 3], 3) as tf.Tensor2D),
  'convolution that is a product': (x) =>
    tf.conv2d(images(x, 25, 7, 12), random([1, 1, 12, 20], 4) as tf.Tensor4D, 1, 'same'),
  'convolution of few images': (x) =>
    tf.conv2d(images(x, 10, 10, 21), random([3, 3, 21, 20], 5) as tf.Tensor4D, 1, 'same'),
  'attack step': (x) => {
    const here = images(x, 5, 5, 84);
    return attackStep({ norm: 'l2', x: here, gradient: here, x0: tf.abs(here), stride: 0.1, epsilon: 0.3 });
  },
};

/** Ops that give a row other bits in company than alone. */
export async function unsteadyRows(): Promise<string[]> {
  const [n, rows] = [50, [0, 17, 49]] as const;
  const found: string[] = [];
  for (const [name, op] of Object.entries(rowOps)) {
    const values = await withKernels(usual, () => {
      const x = random([n, 2100], 1) as tf.Tensor2D;
      return [op(x), ...rows.map((row) => op(tf.slice(x, [row, 0], [1, 2100])))];
    });
    const [whole, ...alone] = values.map((each) => new Uint32Array(each.buffer));
    const width = whole!.length / n;
    const same = (row: number, i: number) =>
      whole!.subarray(row * width, (row + 1) * width).every((bits, j) => bits === alone[i]![j]);
    if (!rows.every(same)) found.push(name);
  }
  return found;
}

/** Runs `compute` on WebGPU with our kernels in front, and reads its results. */
export async function withKernels(forms: KernelForms, compute: () => readonly tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend('webgpu');
  const uninstall = installWebGpuKernels(forms);
  try {
    return await valuesOn('webgpu', compute);
  } finally {
    uninstall();
  }
}

async function valuesOn(backend: 'cpu' | 'webgpu', compute: () => readonly tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const results = tf.tidy(() => [...compute()]);
  try {
    return await Promise.all(results.map(async (result) => Float32Array.from(await result.data())));
  } finally {
    tf.dispose(results);
  }
}

/** The value of an op and all its input gradients under a random weighting of the outputs. */
function valueAndGradients({ op, shapes }: AgreementCase): tf.Tensor[] {
  const inputs = shapes.map((shape, i) => random(shape, i + 1));
  const y = op(...inputs);
  const weights = random(y.shape, 99);
  return [y, ...tf.grads((...xs) => tf.sum(tf.mul(op(...xs), weights)))(inputs)];
}

const random = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);

/** Largest difference, relative to the largest magnitude of the reference. */
function relativeError(got: Float32Array, want: Float32Array): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return want.reduce((worst, value, i) => Math.max(worst, Math.abs(got[i]! - value) / scale), 0);
}
