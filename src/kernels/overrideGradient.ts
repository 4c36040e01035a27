import {
  type GradConfig,
  getBackend,
  getGradient,
  registerGradient,
  type Tensor,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import type { Restore } from './overrideKernel.ts';

/** The gradients of the inputs by name, or null for "not covered": the stock gradient serves then. */
export type Gradient = (
  dy: Tensor,
  saved: readonly Tensor[],
  attrs: Record<string, unknown>,
) => Record<string, () => Tensor> | null;

/** The registered gradient; throws an Error when there is none. */
export function stockGradient(kernelName: string): GradConfig {
  const stock: GradConfig | undefined = getGradient(kernelName); // declared as always present, but it may be missing
  if (!stock)
    throw new Error(`kernels: no gradient of ${kernelName} is registered; load @tensorflow/tfjs-layers first`);
  return stock;
}

/** On one backend, puts `gradient` in front of the registered one. It gets what the stock gradient saves, and `more`. */
export function overrideGradient(
  backendName: string,
  stock: GradConfig,
  gradient: Gradient,
  more: Pick<GradConfig, 'outputsToSave'> = {},
): Restore {
  unregisterGradient(stock.kernelName);
  registerGradient({
    ...stock,
    ...more,
    gradFunc: (dy, saved, attrs) => {
      // the kernels here have one output
      const ours = getBackend() === backendName ? gradient(dy as Tensor, saved, attrs) : null;
      return ours ?? stock.gradFunc(dy, saved, attrs);
    },
  });
  return () => {
    unregisterGradient(stock.kernelName);
    registerGradient(stock);
  };
}

const users = new Map<string, number>();

/** Registers the gradient of a kernel of ours, which several backends may share. */
export function shareGradient(gradient: GradConfig): Restore {
  const { kernelName } = gradient;
  const others = users.get(kernelName) ?? 0;
  if (others === 0) registerGradient(gradient);
  users.set(kernelName, others + 1);
  return () => {
    const left = (users.get(kernelName) ?? 1) - 1;
    users.set(kernelName, left);
    if (left === 0) unregisterGradient(kernelName);
  };
}
