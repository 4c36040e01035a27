import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { AttackStep, type AttackStepAttrs } from '../attackStep.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { perNumber, real, runShader, threads, whole } from './shader.ts';

type Inputs = { x: TensorInfo; gradient: TensorInfo; x0: TensorInfo };

/** One step of a projected gradient attack, image by image, so that no image depends on its batch. */
export function overrideAttackStep(backend: WebGPUBackend): Restore {
  return overrideKernel(AttackStep, (inputs: Inputs, attrs: AttackStepAttrs) =>
    attrs.norm === 'linf' ? linfStep(backend, inputs, attrs) : l2Step(backend, inputs, attrs),
  );
}

function linfStep(backend: WebGPUBackend, { x, gradient, x0 }: Inputs, { stride, epsilon }: AttackStepAttrs) {
  return perNumber(backend, {
    key: 'attackStepLinf',
    inputs: { x, gradient, center: x0 },
    uniforms: { stride: real(stride), epsilon: real(epsilon) },
    code: `
      let up = select(0.0, uniforms.stride, gradient[i] > 0.0);
      let step = select(up, -uniforms.stride, gradient[i] < 0.0);
      let moved = clamp(x[i] + step - center[i], -uniforms.epsilon, uniforms.epsilon);
      result[i] = clamp(center[i] + moved, 0.0, 1.0);`,
  });
}

/** One workgroup per image, because both lengths are sums over all of its pixels. */
function l2Step(backend: WebGPUBackend, { x, gradient, x0 }: Inputs, { stride, epsilon }: AttackStepAttrs) {
  const images = x.shape[0]!;
  return runShader(backend, {
    key: 'attackStepL2',
    inputs: { x, gradient, center: x0 },
    outShape: x.shape,
    uniforms: {
      pixels: whole(util.sizeFromShape(x.shape) / Math.max(images, 1)),
      stride: real(stride),
      epsilon: real(epsilon),
    },
    workgroupSize: [threads, 1, 1],
    workgroups: [images, 1, 1],
    code: l2Code,
  });
}

const l2Code = `
  const tiny = 1e-12; // keeps x/‖x‖ finite at x = 0, as in norms.ts
  var<workgroup> squares : array<f32, ${threads}>;

  // Euclidean length from the sum of squares of every thread, in the same order always.
  fn lengthOf(mine : f32) -> f32 {
    workgroupBarrier(); // the former sums are read
    squares[localIndex] = mine;
    workgroupBarrier();
    var sum = 0.0;
    for (var i = 0; i < ${threads}; i++) { sum += squares[i]; }
    return sqrt(sum);
  }

  fn moved(i : i32, unit : f32) -> f32 {
    return x[i] + uniforms.stride * (gradient[i] / unit) - center[i];
  }

  fn main() {
    let begin = i32(workgroupId.x) * uniforms.pixels;
    let end = begin + uniforms.pixels;
    let first = begin + i32(localIndex);
    var sum = 0.0;
    for (var i = first; i < end; i += ${threads}) { sum += gradient[i] * gradient[i]; }
    let unit = max(lengthOf(sum), tiny);
    sum = 0.0;
    for (var i = first; i < end; i += ${threads}) { let d = moved(i, unit); sum += d * d; }
    let share = min(1.0, uniforms.epsilon / max(lengthOf(sum), tiny));
    for (var i = first; i < end; i += ${threads}) {
      let next = center[i] + moved(i, unit) * share;
      result[i] = select(clamp(next, 0.0, 1.0), next, isnan(next)); // a clamp may hide a NaN
    }
  }`;
