import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CrossEntropy, CrossEntropyGrad, shareCrossEntropyGradients } from '../crossEntropy.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { runShader, spread, threads, whole } from './shader.ts';

type Inputs = { logits: TensorInfo; labels: TensorInfo };

/** Softmax cross-entropy and its gradient, a thread per row: there are few classes, and a row must not depend on others. */
export function overrideCrossEntropy(backend: WebGPUBackend): Restore[] {
  return [
    ...shareCrossEntropyGradients(),
    overrideKernel(CrossEntropy, ({ logits, labels }: Inputs) => {
      const [rows, classes] = logits.shape as [number, number];
      return runShader(backend, {
        ...perRow('crossEntropy', rows, classes, lossCode),
        inputs: { logits, labels },
        outShape: [rows],
      });
    }),
    overrideKernel(CrossEntropyGrad, ({ logits, labels, dy }: Inputs & { dy: TensorInfo }) => {
      const [rows, classes] = logits.shape as [number, number];
      return runShader(backend, {
        ...perRow('crossEntropyGrad', rows, classes, slopeCode),
        inputs: { logits, labels, dy },
        outShape: [rows, classes],
      });
    }),
  ];
}

const perRow = (key: string, rows: number, classes: number, last: string) => ({
  key,
  uniforms: { rows: whole(rows), classes: whole(classes) },
  workgroupSize: [threads, 1, 1] as [number, number, number],
  workgroups: spread(rows),
  code: `
    fn main() {
      let row = flatIndex();
      if (row >= uniforms.rows) { return; }
      let begin = row * uniforms.classes;
      let end = begin + uniforms.classes;
      var most = logits[begin];
      for (var i = begin + 1; i < end; i++) { if (logits[i] > most) { most = logits[i]; } }
      var sum = 0.0;
      for (var i = begin; i < end; i++) { sum += exp(logits[i] - most); }
      ${last}
    }`,
});

const lossCode = 'result[row] = log(sum) + (most - logits[begin + labels[row]]);';

const slopeCode = `
  for (var i = begin; i < end; i++) {
    let wanted = select(0.0, 1.0, i - begin == labels[row]);
    result[i] = dy[row] * (exp(logits[i] - most) / sum - wanted);
  }`;
