import { engine, type GradConfig, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/**
 * A kernel of ours: row by row, `a` where `condition` holds and `b` elsewhere. Inputs `a` and `b`, `[n, …]` float32, and
 * `condition`, `[n]` bool.
 */
export const SelectRows = 'SelectRows';

/** To be registered for a backend that has the kernel. */
export const gradientOfSelectRows: GradConfig = {
  kernelName: SelectRows,
  inputsToSave: ['condition'],
  gradFunc: (upstream, saved) => {
    const [condition] = saved as [Tensor]; // what inputsToSave names
    const dy = upstream as Tensor; // the kernel has one output
    const select = (a: Tensor, b: Tensor) => engine().runKernel(SelectRows, { condition, a, b }) as Tensor;
    return {
      condition: () => zerosLike(condition),
      a: () => select(dy, zerosLike(dy)),
      b: () => select(zerosLike(dy), dy),
    };
  },
};
