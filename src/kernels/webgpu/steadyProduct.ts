import {
  _FusedMatMul,
  BatchMatMul,
  Conv2D,
  env,
  FusedConv2D,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';
import { registeredKernel } from '../overrideKernel.ts';
import type { Restore } from './overrideKernel.ts';

const flag = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** Values of the flag: programs that add up every result from its first term to its last. */
const smallTiles = 2;
const largeTiles = 3;
const fewTiles = 8; // of 32 × 32, as in the stock backend

/**
 * Keeps the backend from the two programs for products of matrices that would make a result depend on its company: one
 * adds partial sums up in the order in which they happen to be ready, the other serves small batches only and adds in
 * another order than the rest.
 */
export function steadyProducts(): Restore {
  const restores = [
    ...[BatchMatMul, _FusedMatMul].map((name) => withProgram(name, ({ inputs, attrs }) => programFor(inputs, attrs))),
    ...[Conv2D, FusedConv2D].map((name) => withProgram(name, () => largeTiles)), // which may become products
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

type Call = Parameters<KernelConfig['kernelFunc']>[0];

function withProgram(name: string, choose: (call: Call) => number): Restore {
  const stock = registeredKernel(name, 'webgpu');
  if (!stock) throw new Error(`webgpu kernels: expected the stock kernel ${name}`);
  unregisterKernel(name, 'webgpu');
  registerKernel({
    ...stock,
    kernelFunc: (call) => {
      const former = env().getNumber(flag);
      env().set(flag, choose(call));
      try {
        return stock.kernelFunc(call);
      } finally {
        env().set(flag, former);
      }
    },
  });
  return () => {
    unregisterKernel(name, 'webgpu');
    registerKernel(stock);
  };
}

function programFor(inputs: Call['inputs'], attrs: Call['attrs']): number {
  const { a, b } = inputs as { a: TensorInfo; b: TensorInfo }; // operands of both kernels
  const { transposeA, transposeB } = attrs as { transposeA?: boolean; transposeB?: boolean };
  const m = a.shape.at(transposeA ? -1 : -2)!;
  const n = b.shape.at(transposeB ? -2 : -1)!;
  const batch = Math.max(util.sizeFromShape(a.shape.slice(0, -2)), util.sizeFromShape(b.shape.slice(0, -2)));
  return batch * Math.ceil(m / 32) * Math.ceil(n / 32) <= fewTiles ? smallTiles : largeTiles;
}
