// One step of a projected gradient attack: along the steepest direction, back into the ball, back into the box.

import { bytes } from './floats';

const tiny: f32 = 1e-12; // keeps x/‖x‖ finite at x = 0, as in norms.ts

/** out = clip(x0 + clip(x + stride·sign(g) − x0, ±epsilon), 0, 1); a NaN in g gives no step. */
export function attackStepLinf(x: usize, g: usize, x0: usize, out: usize, n: i32, stride: f32, epsilon: f32): void {
  const forward = f32x4.splat(stride), back = f32x4.splat(-stride), zero = f32x4.splat(0);
  const most = f32x4.splat(epsilon), least = f32x4.splat(-epsilon), one = f32x4.splat(1);
  for (; n >= 4; n -= 4, x += 16, g += 16, x0 += 16, out += 16) {
    const slope = v128.load(g), center = v128.load(x0);
    const up = v128.and(f32x4.gt(slope, zero), forward), down = v128.and(f32x4.lt(slope, zero), back);
    const moved = f32x4.sub(f32x4.add(v128.load(x), v128.or(up, down)), center);
    const inside = f32x4.add(center, f32x4.min(f32x4.max(moved, least), most));
    v128.store(out, f32x4.min(f32x4.max(inside, zero), one));
  }
  for (; n > 0; n--, x += 4, g += 4, x0 += 4, out += 4) {
    const slope = load<f32>(g), center = load<f32>(x0);
    const step: f32 = slope > 0 ? stride : slope < 0 ? -stride : 0;
    const moved = load<f32>(x) + step - center;
    store<f32>(out, min<f32>(max<f32>(center + min<f32>(max<f32>(moved, -epsilon), epsilon), 0), 1));
  }
}

/** For every image: d = x + stride·g/‖g‖ − x0, out = clip(x0 + d·min(1, epsilon/‖d‖), 0, 1). */
export function attackStepL2(
  x: usize, g: usize, x0: usize, out: usize, images: i32, pixels: i32, stride: f32, epsilon: f32,
): void {
  for (; images > 0; images--) {
    writeMove(x, g, x0, out, pixels, stride, max<f32>(norm(g, pixels), tiny));
    addWithin(x0, out, pixels, min<f32>(1, epsilon / max<f32>(norm(out, pixels), tiny)));
    x += bytes(pixels); g += bytes(pixels); x0 += bytes(pixels); out += bytes(pixels);
  }
}

/** d = x + stride·(g/length) − x0. */
function writeMove(x: usize, g: usize, x0: usize, d: usize, n: i32, stride: f32, length: f32): void {
  const far = f32x4.splat(stride), unit = f32x4.splat(length);
  for (; n >= 4; n -= 4, x += 16, g += 16, x0 += 16, d += 16) {
    const step = f32x4.mul(far, f32x4.div(v128.load(g), unit));
    v128.store(d, f32x4.sub(f32x4.add(v128.load(x), step), v128.load(x0)));
  }
  for (; n > 0; n--, x += 4, g += 4, x0 += 4, d += 4) {
    store<f32>(d, load<f32>(x) + stride * (load<f32>(g) / length) - load<f32>(x0));
  }
}

/** d = clip(x0 + d·share, 0, 1). */
function addWithin(x0: usize, d: usize, n: i32, share: f32): void {
  const part = f32x4.splat(share), zero = f32x4.splat(0), one = f32x4.splat(1);
  for (; n >= 4; n -= 4, x0 += 16, d += 16) {
    const x = f32x4.add(v128.load(x0), f32x4.mul(v128.load(d), part));
    v128.store(d, f32x4.min(f32x4.max(x, zero), one));
  }
  for (; n > 0; n--, x0 += 4, d += 4) {
    store<f32>(d, min<f32>(max<f32>(load<f32>(x0) + load<f32>(d) * share, 0), 1));
  }
}

/** Euclidean length. */
function norm(x: usize, n: i32): f32 {
  let squares = f32x4.splat(0);
  for (; n >= 4; n -= 4, x += 16) {
    const v = v128.load(x);
    squares = f32x4.add(squares, f32x4.mul(v, v));
  }
  let sum: f32 = f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) +
    f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3);
  for (; n > 0; n--, x += 4) { const v = load<f32>(x); sum += v * v; }
  return sqrt<f32>(sum);
}
