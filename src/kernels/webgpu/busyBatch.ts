import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  conv2d,
  dispose,
  grad,
  maxPool,
  randomNormal,
  relu,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Stopwatch } from './calibrate.ts';
import { compileAhead } from './compileAhead.ts';

const sizes = [64, 128, 256, 512, 1024] as const;
const worthwhile = 1.15; // a larger batch must bring so many more images per second
const longestMs = 30; // of one gradient: a cancel waits for it

/**
 * Images per batch that keep this adapter busy, from the input gradient of two convolutions. A fast adapter spends its
 * time on starting programs, which a larger batch shares. Undefined when there was not enough time to tell.
 */
export async function busyBatch(backend: WebGPUBackend, watch: Stopwatch): Promise<number | undefined> {
  const first = randomNormal([3, 3, 1, 32], 0, 0.1, 'float32', 1) as Tensor4D;
  const second = randomNormal([3, 3, 32, 32], 0, 0.1, 'float32', 2) as Tensor4D;
  const net = (x: Tensor) =>
    conv2d(maxPool(relu(conv2d(x as Tensor4D, first, 1, 'same')), 2, 2, 'valid'), second, 1, 'same');
  const gradientOf = (images: number) => tidy(() => grad(net)(randomNormal([images, 28, 28, 1], 0, 1, 'float32', 3)));
  try {
    await compileAhead(backend, () => {
      for (const size of sizes) gradientOf(size);
    });
    return await busiest(gradientOf, watch);
  } finally {
    dispose([first, second]);
  }
}

/** The size after which images per second hardly grow any more. `gradientOf` computes once; the caller owns the result. */
export async function busiest(gradientOf: (images: number) => Tensor, watch: Stopwatch): Promise<number | undefined> {
  const timed = async (size: number) => {
    const begin = watch.now();
    const result = gradientOf(size);
    await watch.drain();
    result.dispose();
    return watch.now() - begin;
  };
  let best: { readonly size: number; readonly rate: number } | undefined;
  for (const size of sizes) {
    if (watch.now() > watch.deadline) break;
    await timed(size);
    const ms = Math.min(await timed(size), await timed(size));
    const rate = size / ms;
    if (best && (ms > longestMs || rate < worthwhile * best.rate)) break;
    best = { size, rate };
  }
  return best?.size;
}
