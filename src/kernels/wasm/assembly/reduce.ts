// Sums over all rows of a matrix. Rows are added up block by block, which keeps the rounding error of long sums small.

import { addFloats, bytes, madd, zeroFloats } from './floats';

const ROWS: i32 = 64;

/** sums[o][j] = (sum over i of x[o][i][j]) / divisor. Scratch: one row. */
export function sumRows(
  x: usize, outer: i32, rows: i32, cols: i32, divisor: f32, sums: usize, scratch: usize,
): void {
  for (; outer > 0; outer--, x += bytes(rows * cols), sums += bytes(cols)) {
    sumBlocks(x, 0, 0, rows, cols, sums, scratch);
    if (divisor == 1) continue;
    for (let c: usize = 0, end = bytes(cols); c < end; c += 4) store<f32>(sums + c, load<f32>(sums + c) / divisor);
  }
}

/** sums[j] = sum over i of x[i][j], or of x[i][j] * (z[i][j] - mean[j]) where z is not 0. */
export function sumBlocks(x: usize, z: usize, mean: usize, rows: i32, cols: i32, sums: usize, block: usize): void {
  zeroFloats(sums, cols);
  const step = bytes(cols);
  for (let first = 0; first < rows; first += ROWS) {
    const count = min(ROWS, rows - first), from = <usize>first * step;
    let c = 0;
    for (; c + 16 <= cols; c += 16) {
      const at = bytes(c);
      if (z) sumProducts16(x + from + at, z + from + at, mean + at, count, step, block + at);
      else sum16(x + from + at, count, step, block + at);
    }
    for (; c < cols; c++) {
      const at = bytes(c);
      store<f32>(block + at, z ? sumProducts1(x + from + at, z + from + at, load<f32>(mean + at), count, step)
        : sum1(x + from + at, count, step));
    }
    addFloats(sums, block, cols);
  }
}

function sum16(x: usize, count: i32, step: usize, out: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; count > 0; count--, x += step) {
    a = f32x4.add(a, v128.load(x)); b = f32x4.add(b, v128.load(x, 16));
    c = f32x4.add(c, v128.load(x, 32)); d = f32x4.add(d, v128.load(x, 48));
  }
  v128.store(out, a); v128.store(out, b, 16); v128.store(out, c, 32); v128.store(out, d, 48);
}

function sum1(x: usize, count: i32, step: usize): f32 {
  let a: f32 = 0;
  for (; count > 0; count--, x += step) a += load<f32>(x);
  return a;
}

function sumProducts16(x: usize, z: usize, mean: usize, count: i32, step: usize, out: usize): void {
  const p = v128.load(mean), q = v128.load(mean, 16), r = v128.load(mean, 32), s = v128.load(mean, 48);
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; count > 0; count--, x += step, z += step) {
    a = madd(v128.load(x), f32x4.sub(v128.load(z), p), a);
    b = madd(v128.load(x, 16), f32x4.sub(v128.load(z, 16), q), b);
    c = madd(v128.load(x, 32), f32x4.sub(v128.load(z, 32), r), c);
    d = madd(v128.load(x, 48), f32x4.sub(v128.load(z, 48), s), d);
  }
  v128.store(out, a); v128.store(out, b, 16); v128.store(out, c, 32); v128.store(out, d, 48);
}

function sumProducts1(x: usize, z: usize, mean: f32, count: i32, step: usize): f32 {
  let a: f32 = 0;
  for (; count > 0; count--, x += step, z += step) a += load<f32>(x) * (load<f32>(z) - mean);
  return a;
}
