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

/** Values of the flag of the product: programs that add up every result from its first term to its last. */
const smallTiles = 2;
const largeTiles = 3;
const fewTiles = 8; // of 32 × 32, as in the stock backend

const program = 'WEBGPU_MATMUL_PROGRAM_TYPE';
const detour = 'WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL'; // below so many tiles, stock spreads the patches out

/**
 * Keeps the backend from programs that would make a result depend on its company: one adds partial sums up in the order in
 * which they happen to be ready, others serve small batches only and add in another order than the rest.
 */
export function steadyProducts(): Restore {
  const restores = [
    ...[BatchMatMul, _FusedMatMul].map((name) =>
      withFlags(name, ({ inputs, attrs }) => ({ [program]: programFor(inputs, attrs) })),
    ),
    ...[Conv2D, FusedConv2D].map((name) => withFlags(name, () => ({ [program]: largeTiles, [detour]: 0 }))),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

type Call = Parameters<KernelConfig['kernelFunc']>[0];

/** Runs a stock kernel while some flags of the backend have other values. */
function withFlags(name: string, choose: (call: Call) => Readonly<Record<string, number>>): Restore {
  const stock = registeredKernel(name, 'webgpu');
  if (!stock) throw new Error(`webgpu kernels: expected the stock kernel ${name}`);
  unregisterKernel(name, 'webgpu');
  registerKernel({
    ...stock,
    kernelFunc: (call) => {
      const flags = Object.entries(choose(call));
      const former = flags.map(([flag]) => env().getNumber(flag));
      for (const [flag, value] of flags) env().set(flag, value);
      try {
        return stock.kernelFunc(call);
      } finally {
        for (const [i, [flag]] of flags.entries()) env().set(flag, former[i]!);
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
