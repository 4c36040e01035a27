// Batch norm with the statistics given or those of the batch.

import { bytes, zeroFloats } from './floats';
import { sumBlocks, sumRows } from './reduce';

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

/** Mean and biased variance of each column. Scratch: one row. */
export function batchMoments(x: usize, mean: usize, variance: usize, rows: i32, cols: i32, scratch: usize): void {
  sumRows(x, 1, rows, cols, <f32>rows, mean, scratch);
  sumBlocks(x, x, mean, rows, cols, variance, scratch);
  for (let c: usize = 0, end = bytes(cols); c < end; c += 4) {
    store<f32>(variance + c, load<f32>(variance + c) / <f32>rows);
  }
}

/**
 * Gradients of y = gamma (x - mean) r + beta with r = 1 / sqrt(variance + epsilon) and mean and variance those of x:
 * dx = gamma r (dy - sum(dy) / n - (x - mean) r^2 sum(dy (x - mean)) / n). Scratch: three rows.
 */
export function batchNormSlopes(
  dy: usize, x: usize, mean: usize, variance: usize, gamma: usize, epsilon: f32, dx: usize, dGamma: usize, dBeta: usize,
  rows: i32, cols: i32, scratch: usize,
): void {
  const factor = scratch, shift = factor + bytes(cols), along = shift + bytes(cols), n = <f32>rows;
  sumBlocks(dy, 0, 0, rows, cols, dBeta, scratch);
  sumBlocks(dy, x, mean, rows, cols, dGamma, scratch);
  for (let c: usize = 0, end = bytes(cols); c < end; c += 4) {
    const r: f32 = 1 / sqrt(load<f32>(variance + c) + epsilon), products = load<f32>(dGamma + c);
    store<f32>(factor + c, load<f32>(gamma + c) * r);
    store<f32>(shift + c, load<f32>(dBeta + c) / n);
    store<f32>(along + c, r * r * products / n);
    store<f32>(dGamma + c, products * r);
  }
  for (; rows > 0; rows--) {
    let c = 0;
    for (; c + 4 <= cols; c += 4, dy += 16, x += 16, dx += 16) {
      const at = bytes(c), centred = f32x4.sub(v128.load(x), v128.load(mean + at));
      const rest = f32x4.sub(f32x4.sub(v128.load(dy), v128.load(shift + at)), f32x4.mul(centred, v128.load(along + at)));
      v128.store(dx, f32x4.mul(rest, v128.load(factor + at)));
    }
    for (; c < cols; c++, dy += 4, x += 4, dx += 4) {
      const at = bytes(c), centred = load<f32>(x) - load<f32>(mean + at);
      const rest = load<f32>(dy) - load<f32>(shift + at) - centred * load<f32>(along + at);
      store<f32>(dx, rest * load<f32>(factor + at));
    }
  }
}
