import type { Rng } from '../../core/rng.ts';
import { clamp01, latticeValue, mix } from './lattice.ts';

/** A picture in linear light, red, green and blue per pixel, row by row. */
export interface Exposure {
  readonly size: number;
  readonly light: Float32Array;
}

/** Lens, exposure and sensor. Blur is in thirty-seconds of the picture, so that size changes nothing. */
export interface Camera {
  develop(picture: Exposure, out: Uint8Array): void;
}

export function drawCamera(rng: Rng, difficulty: number): Camera {
  const focus = mix(0.12, mix(0.35, 1.1, difficulty), rng.uniform());
  const isMoving = rng.uniform() < 0.3;
  const motion = isMoving ? mix(0, 2.4 * difficulty, rng.uniform()) : 0;
  const movesDown = rng.uniform() < 0.25;
  const dim = rng.uniform();
  const gain = mix(mix(0.75, 0.16, difficulty), 1.25, 1 - dim * dim);
  const warmth = mix(-0.22, 0.22, rng.uniform());
  const haze = rng.uniform() < 0.3 ? mix(0, 0.45 * difficulty, rng.uniform()) : 0;
  const noise = mix(0.006, mix(0.015, 0.05, difficulty), rng.uniform());
  const key = Math.floor(rng.uniform() * 4294967296) | 0;
  const balance = [1 + warmth, 1, 1 - warmth] as const;
  return {
    develop({ size, light }, out) {
      const unit = size / 32;
      blur(light, size, { radius: focus * unit + (movesDown ? 0 : motion * unit), stride: 3 });
      blur(light, size, { radius: focus * unit + (movesDown ? motion * unit : 0), stride: 3 * size });
      for (let i = 0; i < light.length; i++) {
        const c = i % 3;
        const seen = mix(gain * balance[c]! * light[i]!, 0.5, haze);
        light[i] = Math.sqrt(clamp01(seen)) + noise * (0.6 + 0.8 * (1 - clamp01(seen))) * grain(key, i);
      }
      shareColour(light, size);
      for (let i = 0; i < light.length; i++) out[i] = Math.round(255 * clamp01(light[i]!));
    },
  };
}

/** Nearly normal, of variance 1: twelve times the variance of a uniform value is one. */
const grain = (key: number, i: number) =>
  2 * (latticeValue(key, i, 1) + latticeValue(key, i, 2) + latticeValue(key, i, 3) - 1.5);

/** Two passes of a box of width 2 × radius + 1 along rows (stride 3) or columns; the outermost pixels are repeated. */
function blur(
  light: Float32Array,
  size: number,
  { radius, stride }: { readonly radius: number; readonly stride: number },
) {
  const line = new Float64Array(size);
  const across = stride === 3 ? 3 * size : 3;
  for (let pass = 0; pass < 2; pass++) {
    for (let start = 0; start < size; start++) {
      for (let c = 0; c < 3; c++) blurLine(light, line, { from: start * across + c, stride, radius: radius / 2 });
    }
  }
}

interface Line {
  readonly from: number;
  readonly stride: number;
  readonly radius: number;
}

function blurLine(light: Float32Array, line: Float64Array, { from, stride, radius }: Line): void {
  const size = line.length;
  const whole = Math.floor(radius);
  const rest = radius - whole; // the pixels at both ends count in part
  for (let i = 0; i < size; i++) line[i] = light[from + i * stride]!;
  const at = (i: number) => line[Math.min(size - 1, Math.max(0, i))]!;
  for (let i = 0; i < size; i++) {
    let sum = rest * (at(i - whole - 1) + at(i + whole + 1));
    for (let j = i - whole; j <= i + whole; j++) sum += at(j);
    light[from + i * stride] = sum / (1 + 2 * radius);
  }
}

/** Neighbours in twos share half their colour, as in pictures stored with coarser colour than brightness. */
function shareColour(values: Float32Array, size: number): void {
  for (let i = 0; i + 5 < values.length; i += 6) {
    if (size % 2 === 1 && Math.floor(i / 3) % size === size - 1) i += 3;
    const first = values[i]! * 0.3 + values[i + 1]! * 0.59 + values[i + 2]! * 0.11;
    const second = values[i + 3]! * 0.3 + values[i + 4]! * 0.59 + values[i + 5]! * 0.11;
    for (let c = 0; c < 3; c++) {
      const shared = (values[i + c]! - first + values[i + 3 + c]! - second) / 2;
      values[i + c] = first + mix(values[i + c]! - first, shared, 0.7);
      values[i + 3 + c] = second + mix(values[i + 3 + c]! - second, shared, 0.7);
    }
  }
}
