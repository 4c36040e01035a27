// Gradients of the convolution of grey and colour images: see direct.ts.

import { bytes, copyFloats, madd, roundUp, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW,
} from './geometry';
import { paddedH, paddedW, padImage } from './direct';
import { NR } from './matmul';

/** Whether the gradients have vectors of output channels to work on. */
export function directGradientApplies(): bool {
  return outC % NR == 0 && (inC == 1 || inC == 3);
}

// ---------------------------------------------------------------- input

/** Output pixels of one tile. */
const PIXELS: i32 = 8;

/** Columns of a plane: dx is kept in one plane for each channel and each remainder of its column by the stride. */
@inline function planeW(): i32 { return roundUp(outW, PIXELS) + (kernelW - 1) / strideW; }
@inline function planeBytes(): usize { return bytes(paddedH() * planeW()); }
@inline function taps(): i32 { return roundUp(kernelH * kernelW * inC, 4) + 4; }

export function directBackpropInputScratchBytes(): i32 {
  return <i32>(planeBytes() * inC * strideW + bytes(PIXELS * outC + taps() + PIXELS));
}

/**
 * dx: for a tile of output pixels, every tap of the filter gives a sum over the output channels; next to each other in a
 * row, these go to next to each other in a plane of dx. The filter comes from turnFilter().
 */
export function directBackpropInput(dy: usize, turned: usize, dx: usize, scratch: usize): void {
  const strip = scratch, offsets = strip + bytes(PIXELS * outC), planes = offsets + bytes(taps());
  findOffsets(offsets);
  for (let n = pixels / (outH * outW); n > 0; n--, dx += bytes(inH * inW * inC)) {
    zeroFloats(planes, <i32>(planeBytes() >> 2) * inC * strideW);
    for (let oy = 0; oy < outH; oy++) for (let ox = 0; ox < outW; ox += PIXELS) {
      const count = min(PIXELS, outW - ox);
      turnPixels(dy, count, strip);
      addTaps(strip, count, turned, offsets, planes + bytes(oy * strideH * planeW() + ox));
      dy += bytes(count * outC);
    }
    interleave(planes, dx);
  }
}

@inline export function turnedFilterBytes(): i32 { return <i32>bytes(taps() * outC); }

/** [tap][outC] to [outC][taps], with zeros after the last tap. */
export function turnFilter(filter: usize, turned: usize): void {
  const count = kernelH * kernelW * inC, step = bytes(taps());
  zeroFloats(turned, taps() * outC);
  for (let t = 0; t < count; t++, turned += 4) for (let o = 0, at = turned; o < outC; o++, at += step, filter += 4) {
    store<f32>(at, load<f32>(filter));
  }
}

/** [pixel][outC] to [outC][PIXELS]; zeros for pixels that are missing. */
function turnPixels(dy: usize, count: i32, strip: usize): void {
  const pixel = bytes(outC);
  if (count < PIXELS) zeroFloats(strip, PIXELS * outC);
  let p = 0;
  for (; p + 4 <= count; p += 4, dy += 4 * pixel, strip += 16) {
    for (let o: usize = 0, at = strip; o < pixel; o += 16, at += 4 * bytes(PIXELS)) {
      const r0 = v128.load(dy + o), r1 = v128.load(dy + pixel + o);
      const r2 = v128.load(dy + 2 * pixel + o), r3 = v128.load(dy + 3 * pixel + o);
      const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(at, v128.shuffle<f64>(a, b, 0, 2));
      v128.store(at, v128.shuffle<f64>(a, b, 1, 3), 32);
      v128.store(at, v128.shuffle<f64>(c, d, 0, 2), 64);
      v128.store(at, v128.shuffle<f64>(c, d, 1, 3), 96);
    }
  }
  for (; p < count; p++, strip += 4) for (let o = 0, at = strip; o < outC; o++, at += bytes(PIXELS), dy += 4) {
    store<f32>(at, load<f32>(dy));
  }
}

/** How far each tap is from the first one in the planes; taps of zeros go where the last one goes. */
function findOffsets(offsets: usize): void {
  for (let t = 0, count = kernelH * kernelW * inC; t < taps(); t++, offsets += 4) {
    const tap = min(t, count - 1), column = tap / inC, ky = column / kernelW, kx = column - ky * kernelW;
    const shift = kx / strideW, plane = (tap - column * inC) * strideW + kx - shift * strideW;
    store<usize>(offsets, <usize>plane * planeBytes() + bytes(ky * planeW() + shift));
  }
}

/** Adds the sums of all taps, three or four at a time. */
function addTaps(strip: usize, count: i32, turned: usize, offsets: usize, planes: usize): void {
  const step = bytes(taps()), wide = count > 4;
  for (let rest = kernelH * kernelW * inC; rest > 0;) {
    const many = tapsAtOnce(rest);
    if (many == 4) {
      if (wide) inputTile<u32, u16>(turned, step, strip, offsets, planes);
      else inputTile<u32, u8>(turned, step, strip, offsets, planes);
    } else if (wide) inputTile<u16, u16>(turned, step, strip, offsets, planes);
    else inputTile<u16, u8>(turned, step, strip, offsets, planes);
    rest -= many; turned += bytes(many); offsets += bytes(many);
  }
}

/** Four, or three where that leaves less over. */
@inline function tapsAtOnce(rest: i32): i32 { return rest > 9 || rest % 4 == 0 ? 4 : 3; }

/** 3 (u16) or 4 (u32) taps for 4 (u8) or 8 (u16) pixels. */
function inputTile<Taps, Pixels>(a: usize, aStep: usize, b: usize, offsets: usize, planes: usize): void {
  const four = sizeof<Taps>() > 2, wide = sizeof<Pixels>() > 1;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (const end = b + bytes(PIXELS * outC); b < end; a += aStep, b += bytes(PIXELS)) {
    const b0 = v128.load(b), b1 = wide ? v128.load(b, 16) : b0;
    let s = v128.load32_splat(a); c00 = madd(s, b0, c00); if (wide) c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); if (wide) c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); if (wide) c21 = madd(s, b1, c21);
    if (four) { s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); if (wide) c31 = madd(s, b1, c31); }
  }
  addShare<Pixels>(planes + load<usize>(offsets), c00, c01);
  addShare<Pixels>(planes + load<usize>(offsets, 4), c10, c11);
  addShare<Pixels>(planes + load<usize>(offsets, 8), c20, c21);
  if (four) addShare<Pixels>(planes + load<usize>(offsets, 12), c30, c31);
}

/** Adds to neighbours in a plane what a tap gives them. */
@inline
function addShare<Pixels>(at: usize, left: v128, right: v128): void {
  v128.store(at, f32x4.add(v128.load(at), left));
  if (sizeof<Pixels>() > 1) v128.store(at, f32x4.add(v128.load(at, 16), right), 16);
}

/** An image from its planes; zero where no filter has been. */
function interleave(planes: usize, image: usize): void {
  const last = (outW - 1) * strideW + kernelW - padLeft; // one past the last column that a filter reaches
  for (let y = 0; y < inH; y++, image += bytes(inW * inC)) {
    const row = y + padTop;
    if (row >= paddedH()) { zeroFloats(image, inW * inC); continue; }
    const reached = max(0, min(inW, last)), from = planes + bytes(row * planeW());
    if (inC == 1 && strideW == 1) copyFloats(image, from + bytes(padLeft), reached);
    else for (let c = 0; c < inC; c++) for (let x = 0; x < reached; x++) {
      const column = (x + padLeft) / strideW, plane = c * strideW + x + padLeft - column * strideW;
      store<f32>(image + bytes(x * inC + c), load<f32>(from + <usize>plane * planeBytes() + bytes(column)));
    }
    zeroFloats(image + bytes(reached * inC), (inW - reached) * inC);
  }
}

// ---------------------------------------------------------------- filter

/** dFilter: a row of the filter takes products of a row of the image and a row of dy. */
export function directBackpropFilter(x: usize, dy: usize, dFilter: usize, padded: usize): void {
  const rowStep = bytes(paddedW() * inC), depth = kernelW * inC, pixel = bytes(outC), step = bytes(strideW * inC);
  zeroFloats(dFilter, kernelH * depth * outC);
  for (let n = pixels / (outH * outW); n > 0; n--, x += bytes(inH * inW * inC)) {
    padImage(x, padded);
    for (let oy = 0; oy < outH; oy++, dy += <usize>outW * pixel) {
      for (let ky = 0; ky < kernelH; ky++) {
        const row = padded + <usize>(oy * strideH + ky) * rowStep;
        for (let t = 0; t < depth;) {
          const taps = min(depth - t, tapsAtOnce(depth - t)), into = dFilter + <usize>(ky * depth + t) * pixel;
          const a = row + bytes(t);
          for (let j: usize = 0; j < pixel; j += bytes(NR)) {
            if (taps == 4) filterTile<u32>(a, step, dy + j, pixel, into + j, outW);
            else if (taps == 3) filterTile<u16>(a, step, dy + j, pixel, into + j, outW);
            else for (let i = 0; i < taps; i++) {
              filterTile<u8>(a + bytes(i), step, dy + j, pixel, into + j + <usize>i * pixel, outW);
            }
          }
          t += taps;
        }
      }
    }
  }
}

/** Adds to 1 (u8), 3 (u16) or 4 (u32) taps times NR channels what `count` output pixels give them. */
function filterTile<Taps>(a: usize, aStep: usize, b: usize, bStep: usize, c: usize, count: i32): void {
  const many = sizeof<Taps>() > 1, four = sizeof<Taps>() > 2;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (; count > 0; count--, a += aStep, b += bStep) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    if (many) {
      s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    }
    if (four) { s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31); }
  }
  addRow(c, c00, c01);
  if (many) { addRow(c + bStep, c10, c11); addRow(c + 2 * bStep, c20, c21); }
  if (four) addRow(c + 3 * bStep, c30, c31);
}

@inline
function addRow(c: usize, left: v128, right: v128): void {
  v128.store(c, f32x4.add(v128.load(c), left));
  v128.store(c, f32x4.add(v128.load(c, 16), right), 16);
}
