// Updates of variables. Every operation is rounded by itself, as the composed updates are, so both give the same bits.

/** m = b1*m + (1-b1)*g, v = b2*v + (1-b2)*g^2, x = x - rate * (m / (sqrt(v) + epsilon)); into new arrays. */
export function adamStep(
  x: usize, m: usize, v: usize, g: usize, nextX: usize, nextM: usize, nextV: usize, n: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32,
): void {
  const r = f32x4.splat(rate), e = f32x4.splat(epsilon);
  const b1 = f32x4.splat(beta1), c1 = f32x4.splat(rest1), b2 = f32x4.splat(beta2), c2 = f32x4.splat(rest2);
  for (; n >= 4; n -= 4) {
    const slope = v128.load(g);
    const first = f32x4.add(f32x4.mul(v128.load(m), b1), f32x4.mul(slope, c1));
    const second = f32x4.add(f32x4.mul(v128.load(v), b2), f32x4.mul(f32x4.mul(slope, slope), c2));
    const step = f32x4.mul(f32x4.div(first, f32x4.add(f32x4.sqrt(second), e)), r);
    v128.store(nextM, first);
    v128.store(nextV, second);
    v128.store(nextX, f32x4.sub(v128.load(x), step));
    x += 16; m += 16; v += 16; g += 16; nextX += 16; nextM += 16; nextV += 16;
  }
  for (; n > 0; n--) {
    const slope = load<f32>(g);
    const first = load<f32>(m) * beta1 + slope * rest1, second = load<f32>(v) * beta2 + slope * slope * rest2;
    store<f32>(nextM, first);
    store<f32>(nextV, second);
    store<f32>(nextX, load<f32>(x) - first / (sqrt<f32>(second) + epsilon) * rate);
    x += 4; m += 4; v += 4; g += 4; nextX += 4; nextM += 4; nextV += 4;
  }
}

/** next = x - rate * g */
export function sgdStep(x: usize, g: usize, next: usize, n: i32, rate: f32): void {
  const r = f32x4.splat(rate);
  for (; n >= 4; n -= 4, x += 16, g += 16, next += 16) {
    v128.store(next, f32x4.sub(v128.load(x), f32x4.mul(v128.load(g), r)));
  }
  for (; n > 0; n--, x += 4, g += 4, next += 4) store<f32>(next, load<f32>(x) - load<f32>(g) * rate);
}
