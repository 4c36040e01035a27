import { getKernel, type KernelConfig, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';

/** Null stands for "not covered": the stock kernel serves then. Inputs are borrowed, the result is owned. */
export type Kernel<Inputs, Attrs> = (inputs: Inputs, attrs: Attrs) => TensorInfo | null;
export type Restore = () => void;

/**
 * Puts `kernel` in front of the registered kernel of the backend `wasm`. Where neither covers a case, running the
 * kernel throws an Error.
 */
export function overrideKernel<Inputs, Attrs>(kernelName: string, kernel: Kernel<Inputs, Attrs>): Restore {
  const former: KernelConfig | undefined = getKernel(kernelName, 'wasm'); // declared as always present, but is not
  if (former) unregisterKernel(kernelName, 'wasm');
  registerKernel({
    ...former,
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      // the engine passes the inputs and attributes that the op of this name defines
      const result = kernel(call.inputs as Inputs, (call.attrs ?? {}) as Attrs) ?? former?.kernelFunc(call);
      if (!result) throw new Error(`${kernelName}: this case is not supported by the backend 'wasm'`);
      return result;
    },
  });
  return () => {
    unregisterKernel(kernelName, 'wasm');
    if (former) registerKernel(former);
  };
}
