import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { AdamStep, type AdamStepAttrs, SgdStep, type SgdStepAttrs } from '../optimizerStep.ts';
import { shareGradient } from '../overrideGradient.ts';
import { ReluGrad } from '../reluGradient.ts';
import { gradientOfSelectRows, SelectRows } from '../selectRows.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { unpack } from './packing.ts';
import { perNumber, real, whole } from './shader.ts';

type AdamInputs = Readonly<Record<'x' | 'first' | 'second' | 'gradient', TensorInfo>>;
const largest = 3.4028234e38; // shaders may take it that nothing is infinite

/** The gradient of relu, a choice between rows, and the updates of variables: what is a chain of operations in TensorFlow.js, number by number. */
export function overrideElementwise(backend: WebGPUBackend): Restore[] {
  return [
    overrideKernel(ReluGrad, ({ y, dy }: Record<'y' | 'dy', TensorInfo>, { highest }: { highest: number }) =>
      perNumber(backend, {
        key: 'reluGrad',
        inputs: { y, dy },
        uniforms: { highest: real(Math.min(highest, largest)) },
        code: 'result[i] = select(0.0, dy[i], y[i] > 0.0 && y[i] <= uniforms.highest);',
      }),
    ),
    overrideKernel(SgdStep, ({ x, gradient }: Record<'x' | 'gradient', TensorInfo>, { rate }: SgdStepAttrs) =>
      perNumber(backend, {
        key: 'sgdStep',
        inputs: { x, gradient },
        uniforms: { rate: real(rate) },
        code: 'result[i] = x[i] - gradient[i] * uniforms.rate;',
      }),
    ),
    shareGradient(gradientOfSelectRows),
    overrideKernel(SelectRows, ({ a, b, condition }: Record<'a' | 'b' | 'condition', TensorInfo>) =>
      perNumber(backend, {
        key: 'selectRows',
        inputs: { a, b, condition },
        uniforms: { width: whole(util.sizeFromShape(a.shape.slice(1))) },
        code: 'result[i] = select(b[i], a[i], condition[i / uniforms.width] != 0);',
      }),
    ),
    overrideKernel(AdamStep, (inputs: AdamInputs, attrs: AdamStepAttrs) => adamStep(backend, inputs, attrs)),
  ];
}

/** The device gives one result per shader, so the three are taken apart afterwards. */
function adamStep(backend: WebGPUBackend, inputs: AdamInputs, { rate, beta1, beta2, epsilon }: AdamStepAttrs) {
  const { shape } = inputs.x;
  const all = perNumber(backend, {
    key: 'adamStep',
    inputs: { ...inputs },
    outShape: [3, ...shape],
    uniforms: {
      rate: real(rate),
      beta1: real(beta1),
      rest1: real(1 - beta1),
      beta2: real(beta2),
      rest2: real(1 - beta2),
      epsilon: real(epsilon),
    },
    code: `
      let g = gradient[i];
      let m = first[i] * uniforms.beta1 + g * uniforms.rest1;
      let v = second[i] * uniforms.beta2 + g * g * uniforms.rest2;
      result[i] = x[i] - m / (sqrt(v) + uniforms.epsilon) * uniforms.rate;
      result[uniforms.count + i] = m;
      result[2 * uniforms.count + i] = v;`,
  });
  const parts = unpack(backend, all, [shape, shape, shape]);
  backend.disposeData(all.dataId);
  return parts;
}
