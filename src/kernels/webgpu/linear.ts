import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  _FusedMatMul,
  Add,
  BatchMatMul,
  Conv2D,
  FusedConv2D,
  Relu,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { registeredKernel } from '../overrideKernel.ts';
import { areFloats, convGeometry, type WindowAttrs } from '../wasm/geometry.ts';
import type { Deferral, Ending, Work } from './deferral.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';

type Pair = Readonly<Record<'a' | 'b', TensorInfo>>;
type ConvInputs = { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo };
type MatMulAttrs = { transposeA: boolean; transposeB: boolean };
type Fused = (inputs: Readonly<Record<string, TensorInfo>>, attrs: object) => TensorInfo;

/** Products and convolutions take the bias and the relu that follow them into the same shader, gradient or not. */
export function overrideLinear(backend: WebGPUBackend, later: Deferral): Restore[] {
  const convolve = fused(backend, FusedConv2D);
  const multiply = fused(backend, _FusedMatMul);
  return [
    overrideKernel(Conv2D, ({ x, filter }: ConvInputs, attrs: WindowAttrs) => {
      const info = areFloats(x, filter) && convGeometry(x.shape, filter.shape, attrs);
      if (!info || util.sizeFromShape(info.outShape) === 0) return null;
      return later.defer(info.outShape, {
        inputs: [x, filter],
        channels: info.outChannels,
        activates: true,
        compute: ([x, filter], ending) =>
          convolve({ x: x!, filter: filter!, ...given(ending) }, { ...attrs, ...named(ending) }),
      });
    }),
    overrideKernel(BatchMatMul, ({ a, b }: Pair, attrs: MatMulAttrs) => {
      const shape = productShape(a, b, attrs);
      if (!shape) return null;
      return later.defer(shape, {
        inputs: [a, b],
        channels: shape.at(-1)!,
        activates: true,
        compute: ([a, b], ending) => multiply({ a: a!, b: b!, ...given(ending) }, { ...attrs, ...named(ending) }),
      });
    }),
    overrideKernel(Add, addBias(later)),
    overrideKernel(Relu, ({ x }: { x: TensorInfo }) => {
      const work = later.pending(x);
      if (!work?.activates) return null;
      return { ...work.compute(work.inputs, { activation: 'relu' }), shape: x.shape };
    }),
  ];
}

const given = ({ bias }: Ending) => (bias ? { bias } : {});
const named = ({ activation }: Ending) => ({ activation });

/** The kernel as it is now. */
function fused(backend: WebGPUBackend, name: string): Fused {
  const kernel = registeredKernel(name, 'webgpu');
  if (!kernel) throw new Error(`webgpu kernels: expected the stock kernel ${name}`);
  return (inputs, attrs) => kernel.kernelFunc({ inputs, backend, attrs: { ...attrs } }) as TensorInfo; // it has one output
}

/** Of two matrices, or stacks of as many; undefined for what is left to the stock kernel. */
function productShape(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: MatMulAttrs): number[] | undefined {
  const stack = a.shape.slice(0, -2);
  if (!areFloats(a, b) || String(stack) !== String(b.shape.slice(0, -2))) return undefined;
  const shape = [...stack, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!];
  return util.sizeFromShape(a.shape) * util.sizeFromShape(b.shape) > 0 ? shape : undefined;
}

/** One number per channel on top of a product that has not been computed yet. */
function addBias({ pending, defer }: Deferral) {
  return ({ a, b }: Pair): TensorInfo | null => {
    const work = pending(a);
    if (!work?.channels || a.shape.at(-1) !== work.channels) return null;
    if (!areFloats(b) || b.shape.at(-1) !== work.channels || util.sizeFromShape(b.shape) !== work.channels) return null;
    if (b.shape.length > a.shape.length) return null; // the sum would have the rank of b
    return defer(a.shape, {
      inputs: [...work.inputs, b],
      activates: true,
      compute: (inputs, { activation }) => {
        const bias = { ...inputs.at(-1)!, shape: [work.channels!] };
        return work.compute(inputs.slice(0, -1), { bias, activation });
      },
    } satisfies Work);
  };
}
