/** Smooth noise in the plane, the same for the same key: values in [0, 1], about one bump per unit. */
export type Field = (x: number, y: number) => number;

/**
 * Value noise: random values at whole coordinates with a smooth curve between them. Neighbouring places mostly lie in the
 * same cell, so the four values of the last cell are kept.
 */
export function makeField(key: number): Field {
  const corners = new Float64Array(4);
  let [column, row] = [0x7fffffff, 0];
  return (x, y) => {
    const [ix, iy] = [Math.floor(x), Math.floor(y)];
    if (ix !== column || iy !== row) {
      corners[0] = latticeValue(key, ix, iy);
      corners[1] = latticeValue(key, ix + 1, iy);
      corners[2] = latticeValue(key, ix, iy + 1);
      corners[3] = latticeValue(key, ix + 1, iy + 1);
      column = ix;
      row = iy;
    }
    const [u, v] = [smooth(x - ix), smooth(y - iy)];
    return mix(mix(corners[0]!, corners[1]!, u), mix(corners[2]!, corners[3]!, u), v);
  };
}

/** Sum of fields of doubling fineness and halving weight: clouds, leaves, rust. Values in [0, 1]. */
export function makeFractal(key: number, octaves: number): Field {
  const fields = Array.from({ length: octaves }, (_, i) => makeField(key + 7919 * i));
  return (x, y) => {
    let sum = 0;
    let total = 0;
    let weight = 1;
    let scale = 1;
    for (const field of fields) {
      sum += weight * field(x * scale, y * scale);
      total += weight;
      weight /= 2;
      scale *= 2;
    }
    return sum / total;
  };
}

/** Uniform in [0, 1) for a key and a place. */
export function latticeValue(key: number, x: number, y: number): number {
  let h = Math.imul(key ^ Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
export const clamp01 = (t: number): number => Math.min(1, Math.max(0, t));

/** 0 up to `from`, 1 from `to` on, smooth between. */
export const step = (from: number, to: number, value: number): number => smooth(clamp01((value - from) / (to - from)));

const smooth = (t: number) => t * t * (3 - 2 * t);
