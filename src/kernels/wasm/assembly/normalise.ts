// Batch norm with the statistics given.

import { bytes, zeroFloats } from './floats';
import { sumBlocks } from './reduce';

/** factor = scale / sqrt(variance + epsilon); `scale` may be 0 for ones. */
function factors(variance: usize, scale: usize, epsilon: f32, factor: usize, cols: i32): void {
  for (let c: usize = 0, end = bytes(cols); c < end; c += 4) {
    store<f32>(factor + c, (scale ? load<f32>(scale + c) : 1) / sqrt(load<f32>(variance + c) + epsilon));
  }
}

/** y = (x - mean) * scale / sqrt(variance + epsilon) + offset; `offset` and `scale` may be 0. Scratch: two rows. */
export function batchNorm(
  x: usize, mean: usize, variance: usize, offset: usize, scale: usize, epsilon: f32, y: usize,
  rows: i32, cols: i32, lowest: f32, highest: f32, scratch: usize,
): void {
  const factor = scratch, shift = offset ? offset : scratch + bytes(cols);
  const lo = f32x4.splat(lowest), hi = f32x4.splat(highest);
  factors(variance, scale, epsilon, factor, cols);
  if (!offset) zeroFloats(shift, cols);
  for (; rows > 0; rows--) {
    let c = 0;
    for (; c + 4 <= cols; c += 4, x += 16, y += 16) {
      const at = bytes(c), centred = f32x4.sub(v128.load(x), v128.load(mean + at));
      const v = f32x4.add(f32x4.mul(centred, v128.load(factor + at)), v128.load(shift + at));
      v128.store(y, f32x4.pmin(f32x4.pmax(v, lo), hi));
    }
    for (; c < cols; c++, x += 4, y += 4) {
      const at = bytes(c), centred = load<f32>(x) - load<f32>(mean + at);
      const v = centred * load<f32>(factor + at) + load<f32>(shift + at);
      store<f32>(y, v < lowest ? lowest : highest < v ? highest : v); // a NaN stays one
    }
  }
}

/** sums[j] = sum over i of dy[i][j] * (x[i][j] - mean[j]). Scratch: one row. */
export function centredProducts(
  dy: usize, x: usize, mean: usize, sums: usize, rows: i32, cols: i32, scratch: usize,
): void {
  sumBlocks(dy, x, mean, rows, cols, sums, scratch);
}
