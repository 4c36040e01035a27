import type { Interview, Sitter } from './interview.ts';
import type { Test } from './nearest.ts';

const tries = 100;

/**
 * An image of noise that the model already gets wrong, or undefined after 100 tries.
 *
 * Noise of single pixels is one and the same class for many models, so tries take turns between ever larger grains, up to
 * one grey or colour for the whole image.
 */
export function* wrongStart({ shape, rng }: Sitter, test: Test): Interview<boolean, Float32Array | undefined> {
  const [height, width, channels] = shape;
  const x = new Float32Array(height * width * channels);
  const grains = Math.ceil(Math.log2(Math.max(height, width))) + 1;
  for (let i = 0; i < tries; i++) {
    const noise = rng.fork('start').fork(i);
    const grain = 2 ** (i % grains);
    const columns = Math.ceil(width / grain);
    const values = Array.from({ length: Math.ceil(height / grain) * columns * channels }, () => noise.uniform());
    x.forEach((_, at) => {
      const [row, column] = [Math.floor(at / (width * channels)), Math.floor(at / channels) % width];
      const cell = Math.floor(row / grain) * columns + Math.floor(column / grain);
      x[at] = values[cell * channels + (at % channels)]!;
    });
    if (yield* test(x)) return x;
  }
  return undefined;
}
