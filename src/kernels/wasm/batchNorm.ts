import {
  add,
  engine,
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  type GradConfig,
  mul,
  neg,
  registerGradient,
  reshape,
  rsqrt,
  sub,
  sum,
  type Tensor,
  type TensorInfo,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import { type Gradient, overrideGradient } from '../overrideGradient.ts';
import type { Bounds } from './activationBounds.ts';
import { rowsOf } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { x: TensorInfo; mean: TensorInfo; variance: TensorInfo; offset?: TensorInfo; scale?: TensorInfo };

/** A kernel of ours: Σ dy · (x − mean) over all axes but the last, `[c]`; float32 only. */
const CentredProducts = 'CentredProducts';

/** Batch norm per channel with given statistics, and its gradients, for which the stock backend tiles and multiplies. */
export function overrideBatchNorm(workspace: Workspace, kernels: Kernels, stock: GradConfig): Restore[] {
  registerGradient(gradientOfCentredProducts);
  return [
    () => unregisterGradient(CentredProducts),
    overrideKernel(FusedBatchNorm, normalise(workspace, kernels)),
    overrideKernel(CentredProducts, sumProducts(workspace, kernels)),
    overrideGradient('wasm', stock, gradients),
  ];
}

function normalise(
  { address, output, scratch, defer }: Workspace,
  kernels: Kernels,
): Kernel<Inputs, Pick<FusedBatchNormAttrs, 'varianceEpsilon'>> {
  return ({ x, mean, variance, offset, scale }, { varianceEpsilon }) => {
    const inputs = [x, mean, variance, offset, scale].filter((tensor) => tensor !== undefined);
    const size = rowsOf(x, ...inputs.slice(1));
    if (!size) return null;
    const { rows, channels } = size;
    const optional = (tensor: TensorInfo | undefined) => (tensor ? address(tensor) : 0);
    const compute = (_: unknown, bounds: Bounds) => {
      const from = [address(x), address(mean), address(variance), optional(offset), optional(scale)] as const;
      const work = scratch(8 * channels);
      const y = output(x.shape);
      kernels.batchNorm(...from, varianceEpsilon, address(y), rows, channels, ...bounds, work);
      return y;
    };
    return defer(x.shape, { kind: 'linear', inputs, channels: 0, compute });
  };
}

function sumProducts(
  { address, output, scratch }: Workspace,
  kernels: Kernels,
): Kernel<{ dy: TensorInfo; x: TensorInfo; mean: TensorInfo }, unknown> {
  return ({ dy, x, mean }) => {
    const size = rowsOf(x, mean);
    if (!size) return null;
    const { rows, channels } = size;
    const from = [address(dy), address(x), address(mean)] as const;
    const sums = output([channels]);
    kernels.centredProducts(...from, address(sums), rows, channels, scratch(4 * channels));
    return sums;
  };
}

/** With r = 1/√(variance + ε): dx = dy·r·scale, dscale = Σ dy·(x − mean)·r, and so on from the same two sums. */
const gradients: Gradient = (dy, saved, attrs) => {
  const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined]; // in the stock order
  if (!rowsOf(x, ...[mean, variance, scale].filter((tensor) => tensor !== undefined)) || dy.dtype !== 'float32')
    return null;
  const { varianceEpsilon } = attrs as unknown as FusedBatchNormAttrs; // those of the forward kernel
  const r = rsqrt(add(variance, varianceEpsilon));
  const factor = scale ? mul(r, scale) : r;
  const total = () => sumOverRows(dy);
  const products = () => centredProducts(dy, x, mean);
  return {
    x: () => mul(dy, factor),
    mean: () => neg(mul(total(), factor)),
    variance: () => mul(products(), mul(mul(mul(r, r), factor), -0.5)),
    scale: () => mul(products(), r),
    offset: total,
  };
};

const sumOverRows = (x: Tensor): Tensor => sum(reshape(x, [-1, x.shape.at(-1)!]), 0);

const centredProducts = (dy: Tensor, x: Tensor, mean: Tensor): Tensor =>
  engine().runKernel(CentredProducts, { dy, x, mean }) as Tensor; // it has one output

const gradientOfCentredProducts: GradConfig = {
  kernelName: CentredProducts,
  inputsToSave: ['dy', 'x', 'mean'],
  gradFunc: (upstream, saved) => {
    const g = upstream as Tensor; // the kernel has one output
    const [dy, x, mean] = saved as [Tensor, Tensor, Tensor]; // what inputsToSave names
    return {
      dy: () => mul(sub(x, mean), g),
      x: () => mul(dy, g),
      mean: () => neg(mul(sumOverRows(dy), g)),
    };
  },
};
