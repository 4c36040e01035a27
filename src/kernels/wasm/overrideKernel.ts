import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type Kernel, overriderFor, type Restore } from '../overrideKernel.ts';

export type { Kernel, Restore } from '../overrideKernel.ts';

const override = overriderFor('wasm');

/** Puts a kernel in front of the registered kernel of the backend `wasm`. */
export const overrideKernel = <Inputs, Attrs>(kernelName: string, kernel: Kernel<Inputs, Attrs>): Restore =>
  override<NamedTensorInfoMap, Attrs>(
    kernelName,
    (inputs, attrs) => kernel(snapshot(inputs) as Inputs, attrs), // the same names
  );

/** The data as they are now: an input may be a variable, which will point to other data when it is assigned. */
function snapshot(inputs: NamedTensorInfoMap): NamedTensorInfoMap {
  const now: NamedTensorInfoMap = {};
  for (const name of Object.keys(inputs)) {
    const input: TensorInfo | undefined = inputs[name]; // optional inputs may be there without a value
    if (input) now[name] = { dataId: input.dataId, shape: input.shape, dtype: input.dtype };
  }
  return now;
}
