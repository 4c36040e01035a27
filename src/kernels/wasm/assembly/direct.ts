// Convolution of grey and colour images without im2col: a row of a filter meets neighbouring numbers of a row of the padded
// image, so that the register tiles read the image where it lies.

import { bytes, copyFloats, madd, roundUp, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW,
} from './geometry';
import { copyTile, MR, NR, storeRow } from './matmul';

// Numbers from one output pixel to the next. They are types so that the loads of the inner loops use immediate offsets.
type Step1 = u8;
type Step2 = u16;
type Step3 = u32;
type Step6 = u64;

@inline function bytesOf<Step>(): usize {
  if (sizeof<Step>() == sizeof<Step1>()) return 4;
  if (sizeof<Step>() == sizeof<Step2>()) return 8;
  return sizeof<Step>() == sizeof<Step3>() ? 12 : 24;
}

/** Whether there is a form for the current geometry: one or three channels, steps of one or two pixels. */
export function directApplies(): bool {
  return (inC == 1 || inC == 3) && (strideW == 1 || strideW == 2);
}

@inline export function paddedH(): i32 { return (outH - 1) * strideH + kernelH; }
/** Whole tiles of output pixels, so that no tile reads past the end. */
@inline export function paddedW(): i32 { return (roundUp(outW, MR) - 1) * strideW + kernelW; }

export function directScratchBytes(): i32 {
  return <i32>bytes(paddedH() * paddedW() * inC + roundUp(outC, NR) + MR * NR);
}

/** y = clamp(conv(x, filter) + bias) with a filter packed by packB(); `bias` may be 0. */
export function directForward(
  x: usize, panels: usize, bias: usize, y: usize, lowest: f32, highest: f32, scratch: usize,
): void {
  const edge = scratch, biasRow = edge + bytes(MR * NR), padded = biasRow + bytes(roundUp(outC, NR));
  zeroFloats(biasRow, roundUp(outC, NR));
  if (bias) copyFloats(biasRow, bias, outC);
  for (let n = pixels / (outH * outW); n > 0; n--, x += bytes(inH * inW * inC), y += bytes(outH * outW * outC)) {
    padImage(x, padded);
    const step = strideW * inC;
    if (step == 1) forwardImage<Step1>(padded, panels, biasRow, y, lowest, highest, edge);
    else if (step == 2) forwardImage<Step2>(padded, panels, biasRow, y, lowest, highest, edge);
    else if (step == 3) forwardImage<Step3>(padded, panels, biasRow, y, lowest, highest, edge);
    else forwardImage<Step6>(padded, panels, biasRow, y, lowest, highest, edge);
  }
}

/** The part of an image that the filter meets, with the zeros around it. */
export function padImage(image: usize, padded: usize): void {
  const width = paddedW(), before = min(padLeft, width), inside = min(inW, width - before);
  for (let row = 0, end = paddedH(); row < end; row++, padded += bytes(width * inC)) {
    const y = row - padTop;
    if (<u32>y >= <u32>inH) { zeroFloats(padded, width * inC); continue; }
    zeroFloats(padded, before * inC);
    copyFloats(padded + bytes(before * inC), image + bytes(y * inW * inC), inside * inC);
    zeroFloats(padded + bytes((before + inside) * inC), (width - before - inside) * inC);
  }
}

function forwardImage<Step>(
  padded: usize, panels: usize, biasRow: usize, y: usize, lowest: f32, highest: f32, edge: usize,
): void {
  const rowStep = bytes(paddedW() * inC), depth = kernelW * inC, ldc = bytes(outC);
  const lo = f32x4.splat(lowest), hi = f32x4.splat(highest);
  for (let oy = 0; oy < outH; oy++, padded += <usize>strideH * rowStep) {
    let a = padded;
    for (let ox = 0; ox < outW; ox += MR, a += <usize>MR * bytesOf<Step>()) {
      const rows = min(MR, outW - ox);
      for (let j = 0, b = panels; j < outC; j += NR, b += bytes(NR * kernelH * depth)) {
        const cols = min(NR, outC - j), c = y + bytes(j), whole = rows == MR && cols == NR;
        forwardTile<Step>(a, rowStep, b, depth, whole ? c : edge, whole ? ldc : bytes(NR), biasRow + bytes(j), lo, hi);
        if (!whole) copyTile(c, ldc, edge, bytes(NR), rows, cols);
      }
      y += <usize>rows * ldc;
    }
  }
}

/** C[MR][NR] = clamp(bias + A*B), where A is read from `kernelH` rows of the image, `depth` numbers from each. */
function forwardTile<Step>(
  a: usize, rowStep: usize, b: usize, depth: i32, c: usize, ldc: usize, bias: usize, lo: v128, hi: v128,
): void {
  const step = bytesOf<Step>();
  let c00 = v128.load(bias), c01 = v128.load(bias, 16);
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
  for (let ky = kernelH; ky > 0; ky--, a += rowStep) {
    let p = a;
    const end = b + bytes(depth * NR);
    while (b < end) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let s = v128.load32_splat(p); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
      s = v128.load32_splat(p, step); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load32_splat(p, 2 * step); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
      s = v128.load32_splat(p, 3 * step); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
      p += 4; b += bytes(NR);
    }
  }
  storeRow(c, c00, c01, lo, hi); c += ldc;
  storeRow(c, c10, c11, lo, hi); c += ldc;
  storeRow(c, c20, c21, lo, hi); c += ldc;
  storeRow(c, c30, c31, lo, hi);
}
