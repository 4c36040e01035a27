import {
  engine,
  type GradConfig,
  getBackend,
  getGradient,
  Relu,
  registerGradient,
  type Tensor,
  unregisterGradient,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** A kernel of ours: dx = dy where x > 0, else 0; float32 only. */
export const ReluGrad = 'ReluGrad';

/** The registered gradient of relu; throws an Error when there is none. */
export function stockReluGradient(): GradConfig {
  const stock: GradConfig | undefined = getGradient(Relu); // declared as always present, but it may be missing
  if (!stock) throw new Error('wasm kernels: no gradient of Relu is registered; load @tensorflow/tfjs-layers first');
  return stock;
}

/** On the backend `wasm`, relu passes its gradient on in one kernel instead of step, cast and multiply. */
export function overrideReluGradient(stock: GradConfig): () => void {
  unregisterGradient(Relu);
  registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [Tensor]; // what inputsToSave of the stock gradient names
      const covered = getBackend() === 'wasm' && x.dtype === 'float32';
      // relu has one output, so dy is one tensor
      return covered ? { x: () => reluGrad(x, dy as Tensor) } : stock.gradFunc(dy, saved, attrs);
    },
  });
  registerGradient(gradientOfReluGrad);
  return () => {
    unregisterGradient(ReluGrad);
    unregisterGradient(Relu);
    registerGradient(stock);
  };
}

const gradientOfReluGrad: GradConfig = {
  kernelName: ReluGrad,
  inputsToSave: ['x'],
  gradFunc: (ddx, saved) => {
    const [x] = saved as [Tensor]; // what inputsToSave names
    return { x: () => zerosLike(x), dy: () => reluGrad(x, ddx as Tensor) };
  },
};

// the kernel has one output
const reluGrad = (x: Tensor, dy: Tensor): Tensor => engine().runKernel(ReluGrad, { x, dy }) as Tensor;
