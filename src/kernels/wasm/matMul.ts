import { _FusedMatMul, BatchMatMul, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { activationBounds, type Bounds, unbounded } from './activationBounds.ts';
import { areFloats } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { a: TensorInfo; b: TensorInfo; bias?: TensorInfo };
type Attrs = { transposeA?: boolean; transposeB?: boolean; activation?: string };

/** Matrix products, with bias and activation if fused; broadcasting over batches is left to the stock kernel. */
export function overrideMatMul(workspace: Workspace, kernels: Kernels): Restore[] {
  const product = multiply(workspace, kernels);
  return [overrideKernel(BatchMatMul, product), overrideKernel(_FusedMatMul, product)];
}

function multiply(workspace: Workspace, kernels: Kernels): Kernel<Inputs, Attrs> {
  return (inputs, attrs) => {
    const { a, b, bias } = inputs;
    const { transposeA = false, transposeB = false, activation } = attrs;
    const bounds = activationBounds(activation);
    const sizes = productSizes(a.shape, transposeA, b.shape, transposeB);
    if (!bounds || !sizes || !areFloats(a, b)) return null;
    const { batch, m, n } = sizes;
    if (bias && util.sizeFromShape(bias.shape) !== n) return null;
    const run = (vector: TensorInfo | undefined, clamp: Bounds) =>
      product(workspace, kernels, { a, b, transposeA, transposeB, sizes, bias: vector, bounds: clamp });
    if (bounds !== unbounded) return run(bias, bounds);
    return workspace.defer([...batch, m, n], {
      kind: 'linear',
      inputs: bias ? [a, b, bias] : [a, b],
      channels: bias ? 0 : n,
      compute: (more, clamp) => run(bias ?? more, clamp),
    });
  };
}

interface Product extends Required<Omit<Attrs, 'activation'>> {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly sizes: ProductSizes;
  readonly bias: TensorInfo | undefined;
  readonly bounds: Bounds;
}

function product(
  { address, output, scratch, keep }: Workspace,
  kernels: Kernels,
  { a, b, transposeA, transposeB, sizes: { batch, m, n, k }, bias, bounds }: Product,
): TensorInfo {
  const [startA, startB, startBias] = [address(a), address(b), bias ? address(bias) : 0];
  const work = scratch(kernels.matMulScratchBytes(n, k));
  const kept =
    util.sizeFromShape(batch) === 1
      ? keep(b, `matMul ${transposeB} ${n} ${k}`, kernels.packedMatrixBytes(n, k), (at) =>
          kernels.packMatrix(startB, transposeB, n, k, at),
        )
      : undefined;
  const c = output([...batch, m, n]);
  const startC = address(c);
  for (let i = 0; i < util.sizeFromShape(batch); i++) {
    const [ai, bi, ci] = [startA + i * m * k * 4, kept ?? startB + i * k * n * 4, startC + i * m * n * 4];
    kernels.matMul(ai, transposeA, bi, transposeB, kept !== undefined, ci, m, n, k, startBias, ...bounds, work);
  }
  return c;
}

interface ProductSizes {
  readonly batch: number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Sizes of [...batch, m, k] · [...batch, k, n], or null when they are empty or differ in batch or k. */
function productSizes(a: number[], transposeA: boolean, b: number[], transposeB: boolean): ProductSizes | null {
  const batch = a.slice(0, -2);
  const [m = 0, k = 0] = transposeA ? a.slice(-2).reverse() : a.slice(-2);
  const [inner = 0, n = 0] = transposeB ? b.slice(-2).reverse() : b.slice(-2);
  const fits = k === inner && util.arraysEqual(batch, b.slice(0, -2));
  return fits && util.sizeFromShape([...batch, m, n, k]) > 0 ? { batch, m, n, k } : null;
}
