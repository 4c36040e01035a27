// Median of the window around each pixel, per channel, edges repeated.

import { bytes, copyFloats } from './floats';

/** One image with its border, one row of results, and room for the last vector of either to reach beyond the end. */
export function medianScratchBytes(h: i32, w: i32, c: i32): usize {
  return bytes((h + 2) * (w + 2) * c + w * c + 8);
}

/** `size` is 2, a window that looks up and left and takes the upper of its two middle values, or 3. */
export function median(x: usize, y: usize, images: i32, h: i32, w: i32, c: i32, size: i32, scratch: usize): void {
  const row = w * c, below = bytes((w + size - 1) * c), beside = bytes(c);
  const results = scratch + bytes((h + 2) * (w + 2) * c + 4);
  for (; images > 0; images--, x += bytes(h * row)) {
    addBorder(x, scratch, h, w, c, size);
    for (let r = 0, at = scratch; r < h; r++, at += below, y += bytes(row)) {
      for (let i: usize = 0; i < bytes(row); i += 16) {
        v128.store(results + i, size == 2 ? upperMiddleOf4(at + i, below, beside) : middleOf9(at + i, below, beside));
      }
      copyFloats(y, results, row);
    }
  }
}

function addBorder(x: usize, out: usize, h: i32, w: i32, c: i32, size: i32): void {
  const after = size == 3;
  for (let r = -1; r < h + i32(after); r++) {
    const from = x + bytes(min(max(r, 0), h - 1) * w * c);
    copyFloats(out, from, c);
    copyFloats(out + bytes(c), from, w * c);
    out += bytes((w + 1) * c);
    if (after) { copyFloats(out, from + bytes((w - 1) * c), c); out += bytes(c); }
  }
}

@inline function lower(a: v128, b: v128): v128 { return f32x4.pmin(a, b); }
@inline function higher(a: v128, b: v128): v128 { return f32x4.pmax(a, b); }

function upperMiddleOf4(at: usize, below: usize, beside: usize): v128 {
  const a = v128.load(at), b = v128.load(at + beside);
  const c = v128.load(at + below), d = v128.load(at + below + beside);
  return higher(lower(higher(a, b), higher(c, d)), higher(lower(a, b), lower(c, d)));
}

/** Columns sorted, then the median of their highest low, middle middle and lowest high. */
function middleOf9(at: usize, below: usize, beside: usize): v128 {
  let low = f32x4.splat(-Infinity), high = f32x4.splat(Infinity);
  let least = f32x4.splat(0), most = f32x4.splat(0), middle = f32x4.splat(0);
  for (let column = 0; column < 3; column++, at += beside) {
    const a = v128.load(at), b = v128.load(at + below), c = v128.load(at + 2 * below);
    low = higher(low, lower(lower(a, b), c));
    high = lower(high, higher(higher(a, b), c));
    const between = middleOf3(a, b, c);
    if (column == 0) { least = between; most = between; }
    else if (column == 1) { most = higher(least, between); least = lower(least, between); }
    else middle = higher(least, lower(most, between));
  }
  return middleOf3(low, middle, high);
}

function middleOf3(a: v128, b: v128, c: v128): v128 {
  return higher(lower(a, b), lower(higher(a, b), c));
}
