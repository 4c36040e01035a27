import { describe, expect, it } from 'vitest';
import { corrupt } from '../../src/attacks/corruptions/corrupt.ts';
import type { Picture } from '../../src/attacks/corruptions/picture.ts';
import { plasma } from '../../src/attacks/corruptions/plasma.ts';
import { corruptionKinds, severities } from '../../src/attacks/corruptions.card.ts';
import { makeRng } from '../../src/core/rng.ts';

/** A cloudy scene with a dark and a bright side, as photographs have them. */
function scene(height: number, width: number, channels: number, seed: number): Picture {
  const rng = makeRng('scene').fork(seed);
  const clouds = Array.from({ length: channels }, () => plasma(height, width, 1.8, rng));
  const pixels = Float32Array.from(
    { length: height * width * channels },
    (_, i) => 0.1 + 0.7 * clouds[i % channels]![Math.floor(i / channels)]!,
  );
  return { height, width, channels, pixels };
}

/** A bright stroke on black, as digits are. */
function stroke(seed: number): Picture {
  const side = 28;
  const rng = makeRng('stroke').fork(seed);
  const [row, slope] = [8 + 10 * rng.uniform(), rng.uniform() - 0.5];
  const pixels = Float32Array.from({ length: side * side }, (_, i) => {
    const [r, c] = [Math.floor(i / side), i % side];
    return c < 4 || c > 23 ? 0 : Math.min(1, Math.max(0, 2.2 - Math.abs(r - row - slope * (c - 14))));
  });
  return { height: side, width: side, channels: 1, pixels };
}

const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!));
const pictures = Array.from({ length: 8 }, (_, i) => i);
const meanDistance = (kind: (typeof corruptionKinds)[number], make: (seed: number) => Picture) =>
  severities.map((severity) => {
    const each = pictures.map((seed) => {
      const picture = make(seed);
      return distance(picture.pixels, corrupt[kind](picture, severity, makeRng(seed)).pixels);
    });
    return each.reduce((a, b) => a + b) / each.length;
  });

const shapes = [
  [28, 28, 1],
  [32, 32, 3],
  [20, 33, 3],
  [3, 2, 2],
  [1, 1, 1],
] as const;

describe.each(corruptionKinds)('%s', (kind) => {
  it.each(shapes)('keeps the shape and [0, 1] on %i × %i × %i, also of black and of white', (...shape) => {
    const whole = scene(...shape, 1);
    for (const value of [undefined, 0, 1]) {
      const picture = value === undefined ? whole : { ...whole, pixels: whole.pixels.map(() => value) };
      for (const severity of severities) {
        const { pixels } = corrupt[kind](picture, severity, makeRng(3));
        expect(pixels).toHaveLength(picture.pixels.length);
        expect(pixels.every((pixel) => pixel >= 0 && pixel <= 1)).toBe(true);
      }
    }
  });

  it('gives the same bytes for the same seed, and leaves its input alone', () => {
    const picture = scene(16, 16, 3, 2);
    const copy = picture.pixels.slice();
    const once = corrupt[kind](picture, 3, makeRng(5)).pixels;
    expect(corrupt[kind](picture, 3, makeRng(5)).pixels).toEqual(once);
    expect(picture.pixels).toEqual(copy);
  });

  it('moves farther from the picture with each severity, on average', () => {
    const distances = meanDistance(kind, (seed) => scene(32, 32, 3, seed));
    expect(distances[0]).toBeGreaterThan(0.1);
    for (const [i, next] of distances.slice(1).entries()) expect(next).toBeGreaterThan(distances[i]!);
  });

  it('does so on strokes on black', () => {
    const distances = meanDistance(kind, stroke);
    for (const [i, next] of distances.slice(1).entries()) expect(next).toBeGreaterThan(distances[i]!);
  });
});

describe('corruptions', () => {
  it('of the random kinds differ between seeds', () => {
    const random = corruptionKinds.filter((kind) => {
      const picture = scene(16, 16, 3, 4);
      const [a, b] = [1, 2].map((seed) => corrupt[kind](picture, 3, makeRng(seed)).pixels);
      return distance(a!, b!) > 0;
    });
    expect(random).toEqual([
      'gaussian-noise',
      'shot-noise',
      'impulse-noise',
      'glass-blur',
      'motion-blur',
      'snow',
      'frost',
      'fog',
      'elastic',
    ]);
  });

  it('leave a flat picture flat where they only blur or code', () => {
    const flat: Picture = { height: 16, width: 16, channels: 3, pixels: new Float32Array(16 * 16 * 3).fill(0.5) };
    for (const kind of [
      'defocus-blur',
      'glass-blur',
      'motion-blur',
      'zoom-blur',
      'contrast',
      'elastic',
      'pixelate',
    ] as const)
      expect(distance(corrupt[kind](flat, 5, makeRng(1)).pixels, flat.pixels)).toBeLessThan(1e-4);
    expect(Math.max(...corrupt.jpeg(flat, 5, makeRng(1)).pixels.map((value) => Math.abs(value - 0.5)))).toBeLessThan(
      0.02,
    );
  });

  it('bring shot noise with the variance of a Poisson count', () => {
    const grey: Picture = { height: 100, width: 100, channels: 1, pixels: new Float32Array(10_000).fill(0.5) };
    for (const [severity, photons] of [
      [1, 500],
      [5, 50],
    ] as const) {
      const { pixels } = corrupt['shot-noise'](grey, severity, makeRng(1));
      const variance = pixels.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / pixels.length;
      expect(variance / (0.5 / photons)).toBeGreaterThan(0.93);
      expect(variance / (0.5 / photons)).toBeLessThan(1.07);
    }
  });
});
