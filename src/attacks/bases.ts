import { type Rng, shuffled } from '../core/rng.ts';
import type { Sitter } from './interview.ts';

/** Adds a direction of unit length times `step` to an image. */
export type Direction = (image: Float64Array, step: number) => void;

/** All directions of an orthonormal basis of the images of a shape, in an order of their own. */
export type Basis = (shape: Sitter['shape'], rng: Rng) => Iterable<Direction>;

export const bases: Record<'pixel' | 'dct', Basis> = {
  *pixel([height, width, channels], rng) {
    for (const at of shuffled(height * width * channels, rng)) {
      yield (image, step) => {
        image[at]! += step;
      };
    }
  },
  /** The discrete cosine transform, type II: slow waves first, at random among those that are equally slow. */
  *dct([height, width, channels], rng) {
    const order = [...shuffled(height * width * channels, rng)].map((i) => ({
      channel: i % channels,
      row: Math.floor(i / (width * channels)),
      column: Math.floor(i / channels) % width,
    }));
    order.sort((a, b) => a.row + a.column - b.row - b.column);
    for (const { channel, row, column } of order) {
      const down = wave(row, height);
      const across = wave(column, width);
      yield (image, step) => {
        for (let i = channel, at = 0; i < image.length; i += channels, at++) {
          image[i]! += step * down[Math.floor(at / width)]! * across[at % width]!;
        }
      };
    }
  },
};

/** A cosine of this frequency at `size` points, of unit length. */
const wave = (frequency: number, size: number): Float64Array =>
  Float64Array.from(
    { length: size },
    (_, i) => Math.sqrt((frequency === 0 ? 1 : 2) / size) * Math.cos((Math.PI * frequency * (2 * i + 1)) / (2 * size)),
  );
