import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repairAvgPoolGradient } from '../../src/kernels/avgPoolGradient.ts';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { loadKernelModule, random, startWasmBackend, type Values, valuesOn } from './wasmBackend.ts';

/** One result per image, from a batch of images. */
type BatchOp = (x: tf.Tensor4D) => tf.Tensor;
interface Sample {
  readonly op: BatchOp;
  /** Height, width and channels of an image. */
  readonly image: readonly [number, number, number];
}
type Draw = (lowest: number, highest: number) => number;

const batchSize = 7;
const trials = 25;

const windowOf = (draw: Draw) => ({
  size: draw(1, 4),
  stride: draw(1, 3),
  pad: draw(0, 1) ? ('same' as const) : ('valid' as const),
});
const imageOf = (draw: Draw, channels: number) => [draw(4, 11), draw(4, 11), channels] as const;
/** The gradient of a weighted sum of the outputs; the weights are the same for every image. */
const inputGradient =
  (op: BatchOp): BatchOp =>
  (x) =>
    tf.grad((z) => {
      const y = op(z as tf.Tensor4D);
      return tf.sum(tf.mul(tf.square(y), random([1, ...y.shape.slice(1)], 3)));
    })(x);

function convolution(draw: Draw, filter: readonly number[], stride: number, pad: 'same' | 'valid'): Sample {
  const [, , channels] = filter as [number, number, number];
  return {
    op: (x) => tf.conv2d(x, random(filter, 2) as tf.Tensor4D, stride, pad),
    image: imageOf(draw, channels),
  };
}

const samples: Readonly<Record<string, (draw: Draw) => Sample>> = {
  'convolution (im2col)': (draw) => {
    const { size, stride, pad } = windowOf(draw);
    return convolution(draw, [size, size, draw(1, 40), draw(1, 40)], stride, pad);
  },
  'convolution (grey and colour images)': (draw) => {
    const { size, stride, pad } = windowOf(draw);
    return convolution(draw, [size, size, draw(0, 1) ? 1 : 3, 8 * draw(1, 4)], stride, pad);
  },
  'convolution (Winograd)': (draw) => convolution(draw, [3, 3, 4 * draw(4, 9), 4 * draw(4, 9)], 1, 'same'),
  'depthwise convolution': (draw) => {
    const { size, stride, pad } = windowOf(draw);
    const channels = draw(1, 20);
    const filter = random([size, size, channels, draw(1, 2)], 2) as tf.Tensor4D;
    return { op: (x) => tf.depthwiseConv2d(x, filter, stride, pad), image: imageOf(draw, channels) };
  },
  'dense layer': (draw) => {
    const image = imageOf(draw, draw(1, 12));
    const inputs = image[0] * image[1] * image[2];
    const weights = random([inputs, draw(1, 40)], 2) as tf.Tensor2D;
    const bias = random([weights.shape[1]], 4);
    const op: BatchOp = (x) =>
      tf.fused.matMul({ a: tf.reshape(x, [-1, inputs]), b: weights, bias, activation: 'relu' });
    return { op, image };
  },
  'max pooling': (draw) => {
    const { size, stride, pad } = windowOf(draw);
    return { op: (x) => tf.maxPool(x, size, stride, pad), image: imageOf(draw, draw(1, 20)) };
  },
  'average pooling': (draw) => {
    const { size, stride, pad } = windowOf(draw);
    return { op: (x) => tf.avgPool(x, size, stride, pad), image: imageOf(draw, draw(1, 20)) };
  },
  'batch norm': (draw) => {
    const channels = draw(1, 20);
    const numbers = (seed: number) => random([channels], seed) as tf.Tensor1D;
    const [mean, variance, offset, scale] = [numbers(2), tf.abs(numbers(3)), numbers(4), numbers(5)];
    return { op: (x) => tf.relu(tf.batchNorm(x, mean, variance, offset, scale)), image: imageOf(draw, channels) };
  },
  'global average': (draw) => ({ op: (x) => tf.mean(x, [1, 2]), image: imageOf(draw, draw(1, 20)) }),
  'whole network': (draw) => ({ op: networkLoss, image: imageOf(draw, 3) }),
};

/** The cross-entropy of each image with class 1. */
function networkLoss(x: tf.Tensor4D): tf.Tensor {
  const filter = (shape: number[], seed: number) => tf.mul(random(shape, seed), 0.2) as tf.Tensor4D;
  const first = tf.relu(tf.conv2d(x, filter([3, 3, 3, 16], 11), 1, 'same'));
  const second = tf.relu(tf.conv2d(tf.maxPool(first, 2, 2, 'same'), filter([3, 3, 16, 20], 12), 1, 'same'));
  const third = tf.relu(tf.depthwiseConv2d(second, filter([3, 3, 20, 1], 13), 1, 'same'));
  const features = tf.mean(tf.avgPool(third, 3, 1, 'same'), [1, 2]) as tf.Tensor2D;
  const logits = tf.matMul(features, random([20, 10], 14) as tf.Tensor2D);
  return tf.neg(tf.slice(tf.logSoftmax(logits), [0, 1], [-1, 1]));
}

describe('the wasm kernels, variant simd', () => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    repairAvgPoolGradient();
    uninstall = await installWasmKernels(loadKernelModule);
  });
  afterAll(() => uninstall());

  it.each(Object.entries(samples))('give an image the same bits in any batch: %s', async (_name, sample) => {
    const draw = seededDraw(1);
    const differing: string[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const values = await resultsOf(() => sample(draw), trial);
      for (const [name, [whole, ...singles]] of Object.entries(values)) {
        const joined = Float32Array.from(singles.flatMap(({ data }) => [...data]));
        if (!sameBits(whole!.data, joined)) differing.push(`trial ${trial}, ${name}`);
      }
    }
    expect(differing).toEqual([]);
  });
});

/** Value and input gradient, each for the whole batch and then for every image alone. */
async function resultsOf(makeSample: () => Sample, trial: number): Promise<Record<string, Values[]>> {
  const values = await valuesOn('wasm', () => {
    const { op, image } = makeSample();
    const x = random([batchSize, ...image], trial + 1) as tf.Tensor4D;
    const batches = [x, ...tf.split(x, batchSize)] as tf.Tensor4D[];
    return [op, inputGradient(op)].flatMap((f) => batches.map((batch) => f(batch)));
  });
  return { value: values.slice(0, batchSize + 1), 'input gradient': values.slice(batchSize + 1) };
}

const bits = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);
const sameBits = (a: Float32Array, b: Float32Array) => tf.util.arraysEqual([...bits(a)], [...bits(b)]);

/** Whole numbers between two bounds, the same in every run. */
function seededDraw(seed: number): Draw {
  let state = seed;
  return (lowest, highest) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return lowest + Math.floor((state / 2 ** 32) * (highest - lowest + 1));
  };
}
