import '@tensorflow/tfjs-layers'; // registers the gradients
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { makeRng } from '../../src/core/rng.ts';
import type { ImageSource } from '../../src/datasets/source.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Subject } from '../../src/engine/subject.ts';
import { bufferTrimmer } from '../../src/kernels/webgpu/bufferTrimmer.ts';
import { fittingBatch, footprint } from '../../src/kernels/webgpu/footprint.ts';
import { installWebGpuKernels } from '../../src/kernels/webgpu/install.ts';
import { openWebGpu } from '../../src/platform/webgpuBackend.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import { type LinearSubject, linearSubject, memoryEnv } from '../fixtures.ts';

export { openDevice } from './webgpuChecks.ts';

const backend = () => tf.backend() as WebGPUBackend;
const allocated = () => backend().memory().numBytesAllocatedInGPU;

/** Forward pass of `[n, 8, 8, 1]` images; each takes 256 bytes, and 1,024 after the convolution to four channels. */
function pass(n: number, { weights = 0 } = {}): void {
  const x = tf.zeros([n, 8, 8, 1]) as tf.Tensor4D;
  tf.relu(tf.conv2d(x, tf.ones([3, 3, 1, 4]) as tf.Tensor4D, 1, 'same'));
  if (weights > 0) tf.sum(tf.add(tf.ones([weights]), 1));
}

/** Batches that fit into bindings of some images, of less than one, and where weights are the largest buffer. */
export async function batches() {
  const uninstall = installWebGpuKernels(); // stock convolves few images in a way that needs more room
  const within = (bytes: number, weights?: number) =>
    fittingBatch(
      backend(),
      { maxBufferSize: 1e9, maxStorageBufferBindingSize: bytes },
      (n) => pass(n, weights === undefined ? {} : { weights }),
      128,
    );
  const found = {
    tenFit: await within(10 * 1024),
    noneFits: await within(100),
    manyFit: await within(1e9),
    besideWeights: await within(64 * 1024, 8 * 1024), // 32 KiB of weights, in 8 images at most 4 KiB for each
    print: await footprint(backend(), () => tf.tidy(() => pass(2))),
    tensors: tf.memory().numTensors,
  };
  uninstall();
  return found;
}

/** Bytes held before and after trimming, when batches of every size have come and gone, and a sum that still works. */
export async function trimmed() {
  const trim = bufferTrimmer(backend());
  const work = async (n: number) => {
    const y = tf.tidy(() => tf.sum(tf.add(tf.ones([n, 500]), tf.ones([n, 500]))));
    const [sum] = await y.data();
    y.dispose();
    return sum;
  };
  for (let n = 1; n <= 40; n++) await work(n);
  const full = allocated();
  trim(); // all sizes are recent
  await work(7);
  trim();
  return { full, after: allocated(), sum: await work(9) };
}

/** Bytes held after so many and after ten times as many images under attack, as the engine attacks them. */
export async function attackedMany(images: number) {
  const notes = { read: async () => undefined, write: async () => undefined };
  const now = () => performance.now();
  const { drain } = await openWebGpu(navigator.gpu, { allowSoftware: true, kernels: 'ours', notes, now });
  const env = { ...memoryEnv({ batchSize: 50 }), breathe: drain!, now };
  const host = { signal: new AbortController().signal, emit: () => undefined };
  const attack = { attack: 'pgd', 'pgd.steps': '2', eps: '0.05', defense: 'none' };
  const spec = parseSpec({ ...attack, count: String(10 * images) });
  const held = async () => {
    for (let i = 0; i < 100; i++) await drain!(); // a few seconds of rest
    return { bytes: allocated(), tensors: tf.memory().numTensors };
  };
  const subject = partlyWrong(linearSubject({ classes: 3, shape: [4, 4, 1] }));
  await evaluate(spec, subject, { from: 0, to: images }, env, host, new Map());
  const early = await held();
  await evaluate(spec, subject, { from: images, to: 10 * images }, env, host, new Map());
  return { early, late: await held() };
}

/** Some images have another label than the model gives them, so that batches differ in how many are worth attacking. */
function partlyWrong(subject: LinearSubject): Subject {
  const isWrong = (position: number) => makeRng('wrong').fork(position).uniform() < 0.3;
  const read: ImageSource['read'] = async (positions) => {
    const { pixels, labels } = await subject.images.read(positions);
    return { pixels, labels: labels.map((label, i) => (isWrong(positions[i]!) ? (label + 1) % 3 : label)) };
  };
  return { ...subject, images: { ...subject.images, read } };
}
