import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CrossEntropy, CrossEntropyGrad, shareCrossEntropyGradients } from '../crossEntropy.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import { perNumber, whole } from './shader.ts';

type Inputs = { logits: TensorInfo; labels: TensorInfo };

/** Softmax cross-entropy and its gradient, a thread per row: there are few classes, and a row must not depend on others. */
export function overrideCrossEntropy(backend: WebGPUBackend): Restore[] {
  return [
    ...shareCrossEntropyGradients(),
    overrideKernel(CrossEntropy, ({ logits, labels }: Inputs) =>
      perRow(backend, { key: 'crossEntropy', inputs: { logits, labels }, outShape: labels.shape, last: lossCode }),
    ),
    overrideKernel(CrossEntropyGrad, ({ logits, labels, dy }: Inputs & { dy: TensorInfo }) =>
      perRow(backend, {
        key: 'crossEntropyGrad',
        inputs: { logits, labels, dy },
        outShape: logits.shape,
        last: slopeCode,
      }),
    ),
  ];
}

interface PerRow {
  readonly key: string;
  readonly inputs: Inputs & Readonly<Record<string, TensorInfo>>;
  readonly outShape: readonly number[];
  /** What follows once `most`, the largest logit of the row, and `sum`, that of the exponentials below it, are known. */
  readonly last: string;
}

function perRow(backend: WebGPUBackend, { key, inputs, outShape, last }: PerRow): TensorInfo {
  const [count, classes] = inputs.logits.shape as [number, number];
  return perNumber(backend, {
    key,
    inputs,
    count,
    outShape,
    uniforms: { classes: whole(classes) },
    code: `
      let row = i;
      let begin = row * uniforms.classes;
      let end = begin + uniforms.classes;
      var most = logits[begin];
      for (var at = begin + 1; at < end; at++) { if (logits[at] > most) { most = logits[at]; } }
      var sum = 0.0;
      for (var at = begin; at < end; at++) { sum += exp(logits[at] - most); }
      ${last}`,
  });
}

const lossCode = 'result[row] = log(sum) + (most - logits[begin + labels[row]]);';

const slopeCode = `
  for (var at = begin; at < end; at++) {
    let wanted = select(0.0, 1.0, at - begin == labels[row]);
    result[at] = dy[row] * (exp(logits[at] - most) / sum - wanted);
  }`;
