import * as tf from '@tensorflow/tfjs-core';
import { makeRng } from '../../src/core/rng.ts';
import type { StepFrom } from '../../src/tensor/attackStep.ts';

/** Where a step starts; the pixels are drawn from a seeded stream. */
export interface StepCase {
  readonly name: string;
  readonly norm: 'linf' | 'l2';
  readonly shape: readonly [number, number, number, number];
  readonly stride: number;
  readonly epsilon: number;
  /** One coordinate of the gradient from a normal deviate. */
  readonly slope: (deviate: number, i: number) => number;
}

const slopes: Readonly<Record<string, StepCase['slope']>> = {
  'an ordinary gradient': (deviate) => deviate,
  'a faint gradient': (deviate) => 1e-9 * deviate,
  'a gradient with zeros': (deviate, i) => (i % 3 ? 0 : deviate),
  'no gradient': () => 0,
};
const shapes: readonly StepCase['shape'][] = [
  [1, 1, 1, 1],
  [3, 3, 3, 1],
  [2, 5, 4, 3],
  [4, 8, 8, 2],
];

export const stepCases: readonly StepCase[] = (['linf', 'l2'] as const).flatMap((norm) =>
  Object.entries(slopes).flatMap(([what, slope]) =>
    shapes.flatMap((shape) =>
      [0.05, 2].map((stride): StepCase => {
        const epsilon = norm === 'linf' ? 8 / 255 : 0.7;
        return { name: `${norm}, ${what}, ${shape.join('×')}, stride ${stride}`, norm, shape, stride, epsilon, slope };
      }),
    ),
  ),
);

/** An image, a point near it and a gradient; some pixels lie on the walls of the box, some points outside the ball. */
export function stepOf({ name, norm, shape, stride, epsilon, slope }: StepCase): StepFrom {
  const rng = makeRng(name);
  const size = tf.util.sizeFromShape([...shape]);
  const clean = Float32Array.from({ length: size }, (_, i) => [0, 1, rng.uniform(), rng.uniform()][i % 4]!);
  const near = clean.map((pixel) => Math.min(1, Math.max(0, pixel + 0.2 * epsilon * rng.normal())));
  const gradient = Float32Array.from({ length: size }, (_, i) => slope(rng.normal(), i));
  const images = (values: Float32Array) => tf.tensor4d(values, [...shape]);
  return { norm, stride, epsilon, x: images(near), gradient: images(gradient), x0: images(clean) };
}
