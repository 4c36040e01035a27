// Element-wise kernels.

/** dx = dy where 0 < x <= highest, NaN where x is NaN, else 0. */
export function reluGrad(x: usize, dy: usize, dx: usize, n: i32, highest: f32): void {
  const top = f32x4.splat(highest);
  for (; n >= 4; n -= 4, x += 16, dy += 16, dx += 16) {
    const v = v128.load(x), open = v128.and(f32x4.gt(v, f32x4.splat(0)), f32x4.le(v, top));
    v128.store(dx, v128.or(v128.and(open, v128.load(dy)), f32x4.ne(v, v))); // all bits set is a NaN
  }
  for (; n > 0; n--, x += 4, dy += 4, dx += 4) {
    const v = load<f32>(x);
    store<f32>(dx, v > 0 && v <= highest ? load<f32>(dy) : v == v ? 0 : NaN);
  }
}

/** y = x between two bounds; a NaN stays one. */
export function clamp(x: usize, y: usize, n: i32, lowest: f32, highest: f32): void {
  const lo = f32x4.splat(lowest), hi = f32x4.splat(highest);
  for (; n >= 4; n -= 4, x += 16, y += 16) v128.store(y, f32x4.pmin(f32x4.pmax(v128.load(x), lo), hi));
  for (; n > 0; n--, x += 4, y += 4) {
    const v = load<f32>(x);
    store<f32>(y, v < lowest ? lowest : highest < v ? highest : v);
  }
}
