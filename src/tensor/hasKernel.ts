import * as tf from './tf.ts';

/** Whether the backend in use has a kernel of this name. */
export const hasKernel = (name: string): boolean =>
  (tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined) !== undefined; // declared as always present
