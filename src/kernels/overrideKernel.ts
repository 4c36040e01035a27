import { getKernel, type KernelConfig, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';

/** Null stands for "not covered": the stock kernel serves then. Inputs are borrowed, the result is owned. */
export type Kernel<Inputs, Attrs> = (inputs: Inputs, attrs: Attrs) => TensorInfo | TensorInfo[] | null;
export type Restore = () => void;

/**
 * Puts a kernel in front of the registered kernel of one backend. Where neither covers a case, running the kernel throws
 * an Error.
 */
export const overriderFor =
  (backendName: string) =>
  <Inputs, Attrs>(kernelName: string, kernel: Kernel<Inputs, Attrs>): Restore => {
    const former = registeredKernel(kernelName, backendName);
    if (former) unregisterKernel(kernelName, backendName);
    registerKernel({
      ...former,
      kernelName,
      backendName,
      kernelFunc: (call) => {
        // the engine passes the inputs and attributes that the op of this name defines
        const result = kernel(call.inputs as Inputs, (call.attrs ?? {}) as Attrs) ?? former?.kernelFunc(call);
        if (!result) throw new Error(`${kernelName}: this case is not supported by the backend '${backendName}'`);
        return result;
      },
    });
    return () => {
      unregisterKernel(kernelName, backendName);
      if (former) registerKernel(former);
    };
  };

/** The kernel that serves now; `getKernel` is declared to find one always, but does not. */
export const registeredKernel = (kernelName: string, backendName: string): KernelConfig | undefined =>
  getKernel(kernelName, backendName);
