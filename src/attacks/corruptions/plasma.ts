import type { Rng } from '../../core/rng.ts';

/**
 * Cloudy texture of `height × width` numbers from 0 to 1: a fractal by diamonds and squares, whose detail gets finer by
 * `decay` at each level (larger is smoother).
 */
export function plasma(height: number, width: number, decay: number, rng: Rng): Float32Array {
  const side = 2 ** Math.max(1, Math.ceil(Math.log2(Math.max(height, width))));
  const map = new Float32Array(side * side); // its edges join, so every point has four neighbours
  const at = (row: number, column: number) => ((row + side) % side) * side + ((column + side) % side);
  let sway = 1;
  for (let step = side; step >= 2; step /= 2, sway /= decay) {
    const half = step / 2;
    const nudge = () => sway * (2 * rng.uniform() - 1);
    for (let r = 0; r < side; r += step)
      for (let c = 0; c < side; c += step)
        map[at(r + half, c + half)] =
          (map[at(r, c)]! + map[at(r + step, c)]! + map[at(r, c + step)]! + map[at(r + step, c + step)]!) / 4 + nudge();
    for (let r = 0; r < side; r += half)
      for (let c = (r + half) % step; c < side; c += step)
        map[at(r, c)] =
          (map[at(r - half, c)]! + map[at(r + half, c)]! + map[at(r, c - half)]! + map[at(r, c + half)]!) / 4 + nudge();
  }
  return stretched(Float32Array.from({ length: height * width }, (_, i) => map[at(Math.floor(i / width), i % width)]!));
}

/** From 0 to 1; a flat map becomes 0. */
function stretched(values: Float32Array): Float32Array {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
}
