// Element-wise kernels and reductions.

import { addFloats, bytes, zeroFloats } from './floats';

/** dx = dy where x > 0, NaN where x is NaN, else 0. */
export function reluGrad(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n >= 4; n -= 4, x += 16, dy += 16, dx += 16) {
    const v = v128.load(x), passed = v128.and(f32x4.gt(v, f32x4.splat(0)), v128.load(dy));
    v128.store(dx, v128.or(passed, f32x4.ne(v, v))); // all bits set is a NaN
  }
  for (; n > 0; n--, x += 4, dy += 4, dx += 4) {
    const v = load<f32>(x);
    store<f32>(dx, v > 0 ? load<f32>(dy) : v == v ? 0 : NaN);
  }
}

/** sums[j] = sum over i of x[i][j]; the gradient of a bias. */
export function sumRows(x: usize, rows: i32, cols: i32, sums: usize): void {
  zeroFloats(sums, cols);
  for (; rows > 0; rows--, x += bytes(cols)) addFloats(sums, x, cols);
}
