import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  Conv2D,
  Conv2DBackpropInput,
  env,
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { InputGradientForm } from '../../core/kernelForms.ts';
import { registeredKernel } from '../overrideKernel.ts';
import { areFloats, convGeometry, type Geometry, type WindowAttrs } from '../wasm/geometry.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { perNumber } from './shader.ts';

type Inputs = { dy: TensorInfo; filter: TensorInfo };
type Attrs = WindowAttrs & { inputShape: number[] };
type Program = (inputs: Inputs, attrs: Attrs, info: Geometry) => TensorInfo | null;

/** The input gradient of convolution by the first of `forms` that covers the case. */
export function overrideInputGradient(backend: WebGPUBackend, forms: readonly InputGradientForm[]): Restore {
  const [stock, forward] = [registeredKernel(Conv2DBackpropInput, 'webgpu'), registeredKernel(Conv2D, 'webgpu')];
  if (!stock || !forward) throw new Error('webgpu kernels: expected the stock kernels of convolution');
  const programs: Record<InputGradientForm, Program> = {
    gather: (inputs, attrs) => stockProgram(backend, stock, { naive: true }, inputs, attrs),
    product: (inputs, attrs) => stockProgram(backend, stock, { naive: false }, inputs, attrs),
    turned: (inputs, _, info) => turnedConvolution(backend, forward.kernelFunc, inputs, info),
  };
  return overrideKernel(Conv2DBackpropInput, (inputs: Inputs, attrs: Attrs) => {
    const { dy, filter } = inputs;
    const info = areFloats(dy, filter) && convGeometry(attrs.inputShape, filter.shape, attrs);
    if (!info) return null;
    for (const form of forms) {
      const dx = programs[form](inputs, attrs, info);
      if (dx) return dx;
    }
    return null;
  });
}

const flag = 'WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE';

function stockProgram(
  backend: WebGPUBackend,
  { kernelFunc }: KernelConfig,
  { naive }: { readonly naive: boolean },
  inputs: Inputs,
  attrs: Attrs,
): TensorInfo {
  const former = env().getBool(flag);
  env().set(flag, naive);
  try {
    return kernelFunc({ inputs, backend, attrs: { ...attrs } }) as TensorInfo; // the kernel has one output
  } finally {
    env().set(flag, former);
  }
}

/**
 * dx = dy * turned(filter), a forward convolution, for which the backend has its best program. Only for stride 1, and
 * where no padding is wider than the filter.
 */
function turnedConvolution(
  backend: WebGPUBackend,
  forward: KernelFunc,
  { dy, filter }: Inputs,
  { strideHeight, strideWidth, filterHeight, filterWidth, padInfo, inShape }: Geometry,
): TensorInfo | null {
  const rest = (size: number, pad: number) => size - 1 - pad;
  const height = [rest(filterHeight, padInfo.top), rest(filterHeight, padInfo.bottom)];
  const width = [rest(filterWidth, padInfo.left), rest(filterWidth, padInfo.right)];
  if (strideHeight !== 1 || strideWidth !== 1 || Math.min(...height, ...width) < 0) return null;
  const turned = turn(backend, filter);
  const pad = [[0, 0], height, width, [0, 0]];
  const attrs = { strides: 1, pad, dataFormat: 'NHWC', dilations: 1 };
  const dx = forward({ inputs: { x: dy, filter: turned }, backend, attrs }) as TensorInfo; // the kernel has one output
  backend.disposeData(turned.dataId);
  if (String(dx.shape) !== String(inShape)) throw new Error(`webgpu kernels: expected ${inShape}, got ${dx.shape}`);
  return dx;
}

/** The filter upside down and back to front, with inputs and outputs exchanged. */
function turn(backend: WebGPUBackend, filter: TensorInfo): TensorInfo {
  const [height, width, inputs, outputs] = filter.shape as [number, number, number, number];
  return perNumber(backend, {
    key: 'turnFilter',
    inputs: { weights: filter },
    outShape: [height, width, outputs, inputs],
    code: `
      let inputs = uniforms.weightsShape.z;
      let outputs = uniforms.weightsShape.w;
      let tap = uniforms.weightsShape.x * uniforms.weightsShape.y - 1 - i / (inputs * outputs);
      result[i] = weights[(tap * inputs + i % inputs) * outputs + i / inputs % outputs];`,
  });
}
