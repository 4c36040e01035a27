// Gradient of a 3x3 convolution with stride 1 with respect to its filter, by the Winograd form F(2x2, 3x3) run backwards:
// the sum over all blocks of (B^T x B) times (A dy A^T) makes 16 products of matrices, and G^T m G turns these into the filter.

import { bytes, zeroFloats } from './floats';
import { inC, inH, inW, outC, outH, outW, padLeft, padTop, pixels } from './geometry';
import { ColumnLayout, MR, NR, tile } from './matmul';
import { findTaps, transformInput } from './winograd';

/** Blocks of 2x2 outputs transformed together; the buffers stay in L2. */
const BLOCKS: i32 = 48;
/** Blocks summed up before they join the filter, which keeps the rounding error of long sums small. */
const STRETCH: i32 = 8 * BLOCKS;
/** One transformed block column: MR channels of x, or NR channels of dy, of each block. */
const STRIP: usize = (<usize>BLOCKS * MR) << 2;
const PANEL: usize = (<usize>BLOCKS * NR) << 2;
const TILE: usize = (<usize>MR * NR) << 2;

@inline function panels(): i32 { return (outC + NR - 1) / NR; }
@inline function inputPlane(): usize { return <usize>(inC / MR) * STRIP; }
@inline function outputPlane(): usize { return <usize>panels() * PANEL; }
@inline function sumPlane(): usize { return <usize>(inC / MR * panels()) * TILE; }

export function winogradFilterScratchBytes(): i32 {
  return <i32>(16 * (inputPlane() + outputPlane() + sumPlane()) + 64 + bytes(max(inC, outC)));
}

/** dFilter = gradient with respect to the filter, from x and dy. */
export function winogradFilter(x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const inputs = scratch, outputs = inputs + 16 * inputPlane(), sums = outputs + 16 * outputPlane();
  const taps = sums + 16 * sumPlane(), zeros = taps + 64;
  zeroFloats(zeros, max(inC, outC));
  zeroFloats(dFilter, 9 * inC * outC);
  zeroFloats(outputs, <i32>(16 * outputPlane() >> 2)); // the last panel may be filled in part

  const across = (outW + 1) >> 1, perImage = across * ((outH + 1) >> 1);
  const blocks = pixels / (outH * outW) * perImage;
  for (let first = 0; first < blocks; first += BLOCKS) {
    const count = min(BLOCKS, blocks - first);
    if (first % STRETCH == 0) zeroFloats(sums, <i32>(16 * sumPlane() >> 2));
    for (let b = 0; b < count; b++) {
      const image = (first + b) / perImage, inImage = first + b - image * perImage;
      const row = inImage / across, top = 2 * row, left = 2 * (inImage - row * across);
      findTaps(taps, x + bytes(image * inH * inW * inC), top - padTop, left - padLeft, zeros);
      transformInput(taps, inputs + bytes(b * MR), inputPlane(), STRIP);
      transformGradient(dy + bytes(((image * outH + top) * outW + left) * outC), left + 1 < outW, top + 1 < outH,
        outputs + bytes(b * NR), zeros);
    }
    addProducts(inputs, outputs, sums, count);
    if ((first + BLOCKS) % STRETCH != 0 && first + BLOCKS < blocks) continue;
    for (let c = 0; c < inC; c++) addSums(sums, c, dFilter + bytes(c * outC));
  }
}

/** sums[p][inC][outC] += inputs[p]^T * outputs[p] for each plane, in tiles. */
function addProducts(inputs: usize, outputs: usize, sums: usize, count: i32): void {
  const lo = f32x4.splat(-Infinity), hi = f32x4.splat(Infinity), perRow = panels();
  for (let p = 0; p < 16; p++, outputs += outputPlane()) {
    for (let c = 0; c < inC; c += MR, inputs += STRIP) {
      for (let j = 0, panel = outputs; j < perRow; j++, panel += PANEL, sums += TILE) {
        tile<ColumnLayout>(inputs, panel, count, sums, bytes(NR), sums, bytes(NR), lo, hi);
      }
    }
  }
}

// ---------------------------------------------------------------- A dy A^T

function transformGradient(dy: usize, right: bool, below: bool, out: usize, zeros: usize): void {
  const pixel = bytes(outC), row = bytes(outW * outC), step = outputPlane();
  const d01 = right ? dy + pixel : zeros, d10 = below ? dy + row : zeros;
  const d11 = right && below ? dy + row + pixel : zeros;
  for (let c: usize = 0; c < pixel; c += 16) {
    const a = v128.load(dy + c), b = v128.load(d01 + c), d = v128.load(d10 + c), e = v128.load(d11 + c);
    const at = out + (c >> 5) * PANEL + (c & 16);
    gradientRow(a, b, at, step);
    gradientRow(f32x4.add(a, d), f32x4.add(b, e), at + 4 * step, step);
    gradientRow(f32x4.sub(a, d), f32x4.sub(b, e), at + 8 * step, step);
    gradientRow(f32x4.neg(d), f32x4.neg(e), at + 12 * step, step);
  }
}

@inline
function gradientRow(left: v128, right: v128, out: usize, step: usize): void {
  v128.store(out, left);
  v128.store(out + step, f32x4.add(left, right));
  v128.store(out + 2 * step, f32x4.sub(left, right));
  v128.store(out + 3 * step, f32x4.neg(right));
}

// ---------------------------------------------------------------- G^T m G

/** Adds to the filter of one input channel, in HWIO. */
function addSums(sums: usize, c: i32, filter: usize): void {
  const plane = sumPlane(), tap = bytes(inC * outC), half = f32x4.splat(0.5);
  const from = sums + <usize>(c / MR * panels()) * TILE + bytes(c % MR * NR);
  for (let o: usize = 0, end = bytes(outC); o < end; o += 16, filter += 16) {
    const at = from + (o >> 5) * TILE + (o & 16);
    for (let row = 0; row < 3; row++) {
      const m0 = sumRow(at, plane, row), m1 = sumRow(at + plane, plane, row);
      const m2 = sumRow(at + 2 * plane, plane, row), m3 = sumRow(at + 3 * plane, plane, row);
      const middle = f32x4.mul(half, f32x4.add(m1, m2)), out = filter + 3 * <usize>row * tap;
      addTo(out, f32x4.add(m0, middle));
      addTo(out + tap, f32x4.mul(half, f32x4.sub(m1, m2)));
      addTo(out + 2 * tap, f32x4.add(middle, m3));
    }
  }
}

@inline function addTo(at: usize, v: v128): void { v128.store(at, f32x4.add(v128.load(at), v)); }

/** Row of G^T m for one column of m. */
function sumRow(column: usize, plane: usize, row: i32): v128 {
  const m1 = v128.load(column + 4 * plane), m2 = v128.load(column + 8 * plane), half = f32x4.splat(0.5);
  if (row == 1) return f32x4.mul(half, f32x4.sub(m1, m2));
  const middle = f32x4.mul(half, f32x4.add(m1, m2));
  return f32x4.add(middle, v128.load(column + (row == 0 ? 0 : 12 * plane)));
}
