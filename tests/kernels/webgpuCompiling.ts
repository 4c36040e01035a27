import '@tensorflow/tfjs-layers'; // registers the gradients
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { compileAhead } from '../../src/kernels/webgpu/compileAhead.ts';
import { installWebGpuKernels } from '../../src/kernels/webgpu/install.ts';

export { openDevice } from './webgpuChecks.ts';

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 0.1, 'float32', seed);

/** A small network and the gradient of its loss. */
function gradient(): tf.Tensor {
  const loss = (x: tf.Tensor) => {
    const first = tf.relu(tf.conv2d(x as tf.Tensor4D, random([3, 3, 1, 8], 1) as tf.Tensor4D, 1, 'same'));
    const half = tf.maxPool(first as tf.Tensor4D, 2, 2, 'same');
    const second = tf.relu(
      tf.add(tf.conv2d(half, random([3, 3, 8, 16], 2) as tf.Tensor4D, 1, 'same'), random([16], 3)),
    );
    const logits = tf.matMul(tf.reshape(second, [4, 14 * 14 * 16]), random([14 * 14 * 16, 10], 4) as tf.Tensor2D);
    return tf.sum(tf.logSumExp(logits, 1));
  };
  return tf.grad(loss)(random([4, 28, 28, 1], 5));
}

/** Compiles the shaders of a gradient ahead, or not, and computes it. */
export async function compiledThenRun({ ahead }: { readonly ahead: boolean }) {
  const uninstall = installWebGpuKernels();
  const backend = tf.backend() as WebGPUBackend;
  const shaders = () => Object.keys((backend as unknown as { pipelineCache: object }).pipelineCache).length; // private
  const before = tf.memory().numTensors;
  const start = performance.now();
  if (ahead) await compileAhead(backend, gradient);
  const [compiled, leaked, compileMs] = [shaders(), tf.memory().numTensors - before, performance.now() - start];
  const result = tf.tidy(gradient);
  const values = [...(await result.data())];
  result.dispose();
  uninstall();
  return { compiled, leaked, more: shaders() - compiled, values, compileMs, totalMs: performance.now() - start };
}

/** Hands over a shader that does not compile, then runs one that does. */
export async function survivesBadShader(): Promise<number[]> {
  const backend = tf.backend() as WebGPUBackend;
  const bad = () => {
    const x = tf.ones([2000]);
    backend.runWebGPUProgram(
      {
        shaderKey: 'bad',
        variableNames: ['x'],
        outputShape: [2000],
        workgroupSize: [64, 1, 1],
        dispatch: [1, 1, 1],
        dispatchLayout: { x: [0] },
        getUserCode: () => 'fn main(i : i32) { not WGSL }',
      },
      [x],
      'float32',
    );
  };
  await compileAhead(backend, bad);
  return Array.from(await tf.add(tf.ones([1, 2000]), 1).data()).slice(0, 2);
}
