// 3x3 convolution with stride 1 by the Winograd form F(2x2, 3x3): every block of 2x2 outputs comes
// from 4x4 inputs, by 16 independent matrix products over the channels. That takes 2.25 times
// fewer multiplications than the direct form.

import { bytes, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW,
} from './geometry';
import { multiply, packB, panelBytes, ROWS, workBytes } from './matmul';

/** Blocks of 2x2 outputs transformed together; the buffers stay in L2. */
const BLOCKS: i32 = 48;

/** Whether this form fits the current geometry. */
export function winogradApplies(): bool {
  return kernelH == 3 && kernelW == 3 && strideH == 1 && strideW == 1 &&
    inC % 4 == 0 && outC % 4 == 0 && inC >= 16 && outC >= 16;
}

export function winogradScratchBytes(): i32 {
  const widest = max(inC, outC);
  return workBytes(widest) + <i32>bytes(16 * max(inC * outC, BLOCKS * (inC + outC)) + 16 + widest);
}

/** y = clamp(conv(x, filter) + bias) with a filter prepared by winogradPanels(); `bias` may be 0. */
export function winograd(
  x: usize, panels: usize, bias: usize, y: usize, lowest: f32, highest: f32, scratch: usize,
): void {
  const panelStep = <usize>panelBytes(outC, inC), lo = f32x4.splat(lowest), hi = f32x4.splat(highest);
  const inputs = scratch + workBytes(outC), products = inputs + bytes(16 * BLOCKS * inC);
  const taps = products + bytes(16 * BLOCKS * outC), zeros = taps + bytes(16);
  const inputStep = bytes(BLOCKS * inC), productStep = bytes(BLOCKS * outC);
  zeroFloats(zeros, max(inC, outC));

  const across = (outW + 1) >> 1, perImage = across * ((outH + 1) >> 1);
  const blocks = pixels / (outH * outW) * perImage;
  for (let first = 0; first < blocks; first += BLOCKS) {
    const count = min(BLOCKS, blocks - first);
    for (let b = 0; b < count; b++) {
      const image = (first + b) / perImage, inImage = first + b - image * perImage;
      const row = inImage / across, top = 2 * row, left = 2 * (inImage - row * across);
      findTaps(taps, x + bytes(image * inH * inW * inC), top - padTop, left - padLeft, zeros);
      transformInput(taps, inputs + bytes(b * inC), inputStep, 16);
    }
    for (let p = 0; p < 16; p++) {
      multiply(ROWS, inputs + <usize>p * inputStep, bytes(inC), panels + <usize>p * panelStep,
        products + <usize>p * productStep, bytes(outC), count, outC, inC, 0, false, -Infinity, Infinity, scratch);
    }
    for (let b = 0; b < count; b++) {
      const image = (first + b) / perImage, inImage = first + b - image * perImage;
      const row = inImage / across, top = 2 * row, left = 2 * (inImage - row * across);
      transformOutput(products + bytes(b * outC), productStep, bias ? bias : zeros,
        y + bytes(((image * outH + top) * outW + left) * outC), left + 1 < outW, top + 1 < outH, lo, hi);
    }
  }
}

// ---------------------------------------------------------------- filter: G g G^T

@inline export function winogradPanelBytes(): i32 { return 16 * panelBytes(outC, inC); }

/**
 * Transforms and packs a filter. With `rotate`, it is turned by 180 degrees and its channels exchanged, as the input
 * gradient needs it.
 */
export function winogradPanels(filter: usize, rotate: bool, panels: usize, scratch: usize): void {
  transformFilter(filter, scratch);
  packFilter(scratch, rotate, panels, <usize>panelBytes(outC, inC));
}

/** Writes 16 planes [inC][outC] (or in the order in which the filter is stored). */
function transformFilter(filter: usize, transformed: usize): void {
  const plane = bytes(inC * outC), half = f32x4.splat(0.5);
  for (let at: usize = 0; at < plane; at += 16) {
    let out = transformed + at;
    for (let row = 0; row < 4; row++) {
      const l = filterRow(filter + at, plane, row), m = filterRow(filter + at + plane, plane, row);
      const r = filterRow(filter + at + 2 * plane, plane, row), sum = f32x4.add(l, r);
      v128.store(out, l); out += plane;
      v128.store(out, f32x4.mul(half, f32x4.add(sum, m))); out += plane;
      v128.store(out, f32x4.mul(half, f32x4.sub(sum, m))); out += plane;
      v128.store(out, r); out += plane;
    }
  }
}

/** Row of G g for one column of the filter. */
function filterRow(column: usize, plane: usize, row: i32): v128 {
  const top = v128.load(column), bottom = v128.load(column + 6 * plane);
  if (row == 0) return top;
  if (row == 3) return bottom;
  const middle = v128.load(column + 3 * plane), sum = f32x4.add(top, bottom);
  return f32x4.mul(f32x4.splat(0.5), row == 1 ? f32x4.add(sum, middle) : f32x4.sub(sum, middle));
}

/** Turning the filter by 180 degrees exchanges planes 0 and 3 in both directions. */
function packFilter(transformed: usize, rotate: bool, panels: usize, panelStep: usize): void {
  const plane = bytes(inC * outC);
  for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) {
    const source = rotate ? turned(i) * 4 + turned(j) : i * 4 + j;
    packB(panels + <usize>(i * 4 + j) * panelStep, transformed + <usize>source * plane,
      bytes(rotate ? inC : outC), rotate, outC, inC);
  }
}

function turned(i: i32): i32 { return i == 0 ? 3 : i == 3 ? 0 : i; }

// ---------------------------------------------------------------- input: B^T d B

/** Writes the addresses of a 4x4 block of input pixels; those outside the image are zeros. */
export function findTaps(taps: usize, image: usize, top: i32, left: i32, zeros: usize): void {
  for (let y = top; y < top + 4; y++) for (let x = left; x < left + 4; x++, taps += 4) {
    const inside = <u32>y < <u32>inH && <u32>x < <u32>inW;
    store<usize>(taps, inside ? image + bytes((y * inW + x) * inC) : zeros);
  }
}

/** Writes 16 planes, `step` apart; `groupStep` bytes from one group of four channels to the next. */
export function transformInput(taps: usize, out: usize, step: usize, groupStep: usize): void {
  const row1 = taps + 16, row2 = taps + 32, row3 = taps + 48;
  for (let c: usize = 0, end = bytes(inC); c < end; c += 16, out += groupStep) {
    inputRow(taps, row2, c, false, out, step);
    inputRow(row1, row2, c, true, out + 4 * step, step);
    inputRow(row2, row1, c, false, out + 8 * step, step);
    inputRow(row1, row3, c, false, out + 12 * step, step);
  }
}

@inline
function inputRow(a: usize, b: usize, c: usize, add: bool, out: usize, step: usize): void {
  const t0 = combine(load<usize>(a) + c, load<usize>(b) + c, add);
  const t1 = combine(load<usize>(a, 4) + c, load<usize>(b, 4) + c, add);
  const t2 = combine(load<usize>(a, 8) + c, load<usize>(b, 8) + c, add);
  const t3 = combine(load<usize>(a, 12) + c, load<usize>(b, 12) + c, add);
  v128.store(out, f32x4.sub(t0, t2));
  v128.store(out + step, f32x4.add(t1, t2));
  v128.store(out + 2 * step, f32x4.sub(t2, t1));
  v128.store(out + 3 * step, f32x4.sub(t1, t3));
}

@inline
function combine(a: usize, b: usize, add: bool): v128 {
  return add ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
}

// ---------------------------------------------------------------- output: A^T m A

function transformOutput(
  products: usize, step: usize, bias: usize, y: usize, right: bool, below: bool, lo: v128, hi: v128,
): void {
  const nextPixel = bytes(outC), nextRow = bytes(outW * outC);
  for (let c: usize = 0; c < nextPixel; c += 16, products += 16, y += 16) {
    const p1 = products + 4 * step, p2 = products + 8 * step, p3 = products + 12 * step;
    const l1 = leftSum(p1, step), l2 = leftSum(p2, step), r1 = rightSum(p1, step), r2 = rightSum(p2, step);
    const start = v128.load(bias + c);
    v128.store(y, clamp(f32x4.add(f32x4.add(start, leftSum(products, step)), f32x4.add(l1, l2)), lo, hi));
    if (right) v128.store(y + nextPixel,
      clamp(f32x4.add(f32x4.add(start, rightSum(products, step)), f32x4.add(r1, r2)), lo, hi));
    if (!below) continue;
    v128.store(y + nextRow,
      clamp(f32x4.add(start, f32x4.sub(f32x4.sub(l1, l2), leftSum(p3, step))), lo, hi));
    if (right) v128.store(y + nextRow + nextPixel,
      clamp(f32x4.add(start, f32x4.sub(f32x4.sub(r1, r2), rightSum(p3, step))), lo, hi));
  }
}

@inline function leftSum(p: usize, step: usize): v128 {
  return f32x4.add(v128.load(p), f32x4.add(v128.load(p + step), v128.load(p + 2 * step)));
}
@inline function rightSum(p: usize, step: usize): v128 {
  return f32x4.sub(v128.load(p + step), f32x4.add(v128.load(p + 2 * step), v128.load(p + 3 * step)));
}
@inline function clamp(v: v128, lo: v128, hi: v128): v128 {
  return f32x4.pmin(f32x4.pmax(v, lo), hi);
}
