import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  dispose,
  engine,
  randomNormal,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { filterGradientForms, inputGradientForms, type KernelForms } from '../../core/kernelForms.ts';
import { compileAhead } from './compileAhead.ts';
import { installWebGpuKernels } from './install.ts';

/** One of several programs that compute the same. */
export interface Candidate<Form> {
  readonly form: Form;
  /** Computes once; the result is owned by the caller. */
  compute(): Tensor;
}

export interface Stopwatch {
  now(): number;
  /** Resolves when the device has done all it was given. */
  drain(): Promise<void>;
  /** Time after which nothing more is started. */
  readonly deadline: number;
}

/**
 * Finds the fastest programs for the gradients of convolution on this adapter, from a convolution as in the middle of a
 * small network. Undefined when there was not enough time to tell; the shaders are compiled by then, and browsers keep
 * them, so that the next visit may do better.
 */
export async function calibrate(backend: WebGPUBackend, watch: Stopwatch): Promise<KernelForms | undefined> {
  const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined };
  const x = randomNormal([16, 14, 14, 32], 0, 1, 'float32', 1);
  const dy = randomNormal([16, 14, 14, 64], 0, 1, 'float32', 2);
  const filter = randomNormal([3, 3, 32, 64], 0, 1, 'float32', 3);
  const inputs = inputGradientForms.map((form) => ({
    form,
    compute: () =>
      withForms({ inputGradient: [form], filterGradient: ['thread'] }, () =>
        run(Conv2DBackpropInput, { dy, filter }, { ...attrs, inputShape: x.shape }),
      ),
  }));
  const filters = filterGradientForms.map((form) => ({
    form,
    compute: () =>
      withForms({ inputGradient: ['gather'], filterGradient: [form] }, () =>
        run(Conv2DBackpropFilter, { x, dy }, { ...attrs, filterShape: filter.shape }),
      ),
  }));
  try {
    await compileAhead(backend, () => {
      for (const { compute } of [...inputs, ...filters]) compute();
    });
    const inputGradient = await fastest(inputs, watch);
    const filterGradient = inputGradient && (await fastest(filters, watch));
    // a turned filter does not do for every stride, so the runners-up stay in line
    return filterGradient && { inputGradient, filterGradient };
  } finally {
    dispose([x, dy, filter]);
  }
}

function withForms<T>(forms: KernelForms, work: () => T): T {
  const uninstall = installWebGpuKernels(forms);
  try {
    return work();
  } finally {
    uninstall();
  }
}

const run = (kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  engine().runKernel(kernel, inputs, { ...attrs }) as Tensor; // these kernels have one output

const rounds = 3;
const tolerance = 1e-3; // relative; programs add in different orders

/**
 * Candidates from the fastest to the slowest, by the best of a few rounds in which they take turns. The first candidate is
 * the reference: one that comes to another result is not taken. Undefined when time ran out first.
 */
export async function fastest<Form>(
  candidates: readonly Candidate<Form>[],
  watch: Stopwatch,
): Promise<readonly Form[] | undefined> {
  const right = await agreeing(candidates, watch);
  if (!right) return undefined;
  const best = right.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { compute }] of right.entries()) {
      if (watch.now() > watch.deadline) return undefined;
      const begin = watch.now();
      const result = compute();
      await watch.drain();
      best[i] = Math.min(best[i]!, watch.now() - begin);
      result.dispose();
    }
  }
  const order = right.map((_, i) => i).sort((a, b) => best[a]! - best[b]!);
  return order.map((i) => right[i]!.form);
}

/** Runs each once, which also warms it up. */
async function agreeing<Form>(
  candidates: readonly Candidate<Form>[],
  watch: Stopwatch,
): Promise<Candidate<Form>[] | undefined> {
  const right: Candidate<Form>[] = [];
  let reference: ArrayLike<number> | undefined;
  for (const candidate of candidates) {
    if (watch.now() > watch.deadline) return undefined;
    const result = candidate.compute();
    const values = await result.data();
    result.dispose();
    reference ??= values;
    if (difference(values, reference) <= tolerance) right.push(candidate);
  }
  return right;
}

/** Largest difference relative to the largest magnitude; NaN or another length is infinitely far away. */
function difference(values: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (values.length !== reference.length) return Number.POSITIVE_INFINITY;
  let [most, scale] = [0, 1e-30];
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs(values[i]! - reference[i]!);
    most = Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    scale = Math.max(scale, Math.abs(reference[i]!));
  }
  return most / scale;
}
