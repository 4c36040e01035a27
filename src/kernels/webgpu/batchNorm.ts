import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  batchNorm,
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  type GradConfig,
  type NamedAttrMap,
  onesLike,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  type TensorInfo,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { overrideGradient } from '../overrideGradient.ts';
import { rowsOf } from '../wasm/geometry.ts';
import type { Deferral, Ending } from './deferral.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { perNumber, real, whole } from './shader.ts';

type Inputs = { x: TensorInfo; mean: TensorInfo; variance: TensorInfo; offset?: TensorInfo; scale?: TensorInfo };
type Attrs = Pick<FusedBatchNormAttrs, 'varianceEpsilon'>;

/** Batch norm per channel with given statistics takes the relu behind it into its shader, and its input gradient is one shader. */
export function overrideBatchNorm(backend: WebGPUBackend, { defer }: Deferral, stock: GradConfig): Restore[] {
  return [
    overrideKernel(FusedBatchNorm, (given: Inputs, { varianceEpsilon }: Attrs) => {
      const named = Object.entries(given).filter(([, tensor]) => tensor); // absent ones are named too
      const [names, inputs] = [named.map(([name]) => name), named.map(([, tensor]) => tensor)];
      if (!rowsOf(given.x, ...inputs.slice(1))) return null;
      const compute = (now: readonly TensorInfo[], { activation }: Ending) =>
        normalise(backend, Object.fromEntries(names.map((name, i) => [name, now[i]!])), {
          varianceEpsilon,
          activation,
        });
      return defer(given.x.shape, { inputs, activates: true, compute });
    }),
    overrideGradient('webgpu', stock, (dy, saved, attrs) => {
      const [x, mean, variance, scale] = saved as [Tensor4D, Tensor1D, Tensor1D, Tensor1D | undefined]; // in the stock order
      if (!rowsOf(x, mean, variance) || dy.dtype !== 'float32') return null;
      const { varianceEpsilon } = attrs as unknown as Attrs; // those of the forward kernel
      const rest = () => stock.gradFunc(dy, [...saved], attrs as NamedAttrMap) as Record<string, () => Tensor>;
      return {
        x: () => {
          const none = zerosLike(mean); // linear in x: batch norm without mean and shift, given as zeros since absent inputs have no gradient
          return batchNorm(dy as Tensor4D, none, variance, none, scale ?? onesLike(mean), varianceEpsilon);
        },
        ...Object.fromEntries(['mean', 'variance', 'scale', 'offset'].map((name) => [name, () => rest()[name]!()])),
      };
    }),
  ];
}

/** The first input is x. */
function normalise(
  backend: WebGPUBackend,
  inputs: Readonly<Record<string, TensorInfo>>,
  { varianceEpsilon, activation }: Attrs & Ending,
): TensorInfo {
  const { x, scale, offset } = inputs;
  return perNumber(backend, {
    key: `batchNorm ${Object.keys(inputs)} ${activation}`,
    inputs,
    uniforms: { channels: whole(x!.shape.at(-1)!), epsilon: real(varianceEpsilon) },
    code: `
      let c = i % uniforms.channels;
      let slope = inverseSqrt(variance[c] + uniforms.epsilon)${scale ? ' * scale[c]' : ''};
      let y = (x[i] - mean[c]) * slope${offset ? ' + offset[c]' : ''};
      result[i] = ${activation === 'relu' ? 'select(y, 0.0, y < 0.0)' : 'y'};`,
  });
}
