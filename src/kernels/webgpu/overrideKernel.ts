import { overriderFor } from '../overrideKernel.ts';

export type { Kernel, Restore } from '../overrideKernel.ts';

/** Puts a kernel in front of the registered kernel of the backend `webgpu`. */
export const overrideKernel = overriderFor('webgpu');
