// Two-dimensional convolution and its gradients, any stride and padding.

import { directApplies, directForward, directScratchBytes } from './direct';
import { directBackpropFilter, directBackpropInput, directBackpropInputScratchBytes, directGradientApplies } from './directGradient';
import { bytes, roundUp, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW, swapInputAndOutput,
} from './geometry';
import { COLUMNS, KC, MR, multiply, NR, packB, PATCHES, ROWS, workBytes } from './matmul';
import { gatherPatches, scatterPatch } from './patches';
import { winograd, winogradApplies, winogradScratchBytes } from './winograd';
import { winogradFilter, winogradFilterScratchBytes } from './winogradFilter';

/** Target size of the im2col / col2im buffers, to stay in L2. */
const PATCH_BUFFER_BYTES: i32 = 128 << 10;

/** Output pixels handled per round when im2col rows are held in memory. */
function pixelsPerRound(): i32 {
  const rows = PATCH_BUFFER_BYTES / (kernelH * kernelW * inC * 4);
  return roundUp(min(max(rows, 8 * MR), KC - MR), MR);
}

export function convScratchBytes(): i32 {
  const patch = kernelH * kernelW * inC, widest = max(patch, outC), round = pixelsPerRound();
  const direct = workBytes(widest) + <i32>bytes(round * patch) +
    <i32>bytes(max(roundUp(patch, NR) * outC, roundUp(outC, NR) * max(patch, round)));
  if (inC < 4) return max(direct, max(directScratchBytes(), directBackpropInputScratchBytes()));
  return winogradApplies() ? max(direct, max(winogradScratchBytes(), winogradFilterScratchBytes())) : direct;
}

/** y = clamp(conv(x, filter) + bias) */
export function convForward(
  x: usize, filter: usize, bias: usize, y: usize, lowest: f32, highest: f32, scratch: usize,
): void {
  if (winogradApplies()) {
    winograd(x, filter, false, bias, y, lowest, highest, scratch);
    return;
  }
  if (directApplies()) {
    directForward(x, filter, bias, y, lowest, highest, scratch);
    return;
  }
  const patch = kernelH * kernelW * inC, panels = scratch + workBytes(outC);
  packB(panels, filter, bytes(outC), false, outC, patch);
  multiply(PATCHES, x, 0, panels, y, bytes(outC), pixels, outC, patch, bias, false, lowest, highest, scratch);
}

/** dx = gradient with respect to the input: dy * filter^T, scattered back (col2im). */
export function convBackpropInput(dy: usize, filter: usize, dx: usize, scratch: usize): void {
  if (winogradApplies()) {
    swapInputAndOutput();
    winograd(dy, filter, true, 0, dx, -Infinity, Infinity, scratch);
    swapInputAndOutput();
    return;
  }
  if (directGradientApplies()) {
    directBackpropInput(dy, filter, dx, scratch);
    return;
  }
  const patch = kernelH * kernelW * inC, round = pixelsPerRound(), imagePixels = outH * outW;
  const buffer = scratch + workBytes(patch), panels = buffer + bytes(round * patch);
  packB(panels, filter, bytes(outC), true, patch, outC);
  zeroFloats(dx, pixels / imagePixels * inH * inW * inC);
  for (let first = 0; first < pixels; first += round) {
    const count = min(round, pixels - first);
    multiply(ROWS, dy + bytes(first * outC), bytes(outC), panels, buffer, bytes(patch),
      count, patch, outC, 0, false, -Infinity, Infinity, scratch);
    for (let p = 0, row = buffer; p < count; p++, row += bytes(patch)) {
      const pixel = first + p, n = pixel / imagePixels, inImage = pixel - n * imagePixels;
      const oy = inImage / outW, ox = inImage - oy * outW;
      scatterPatch(row, dx + bytes(n * inH * inW * inC), oy * strideH - padTop, ox * strideW - padLeft);
    }
  }
}

/** dFilter = gradient with respect to the filter: im2col(x)^T * dy. */
export function convBackpropFilter(x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  if (winogradApplies()) {
    winogradFilter(x, dy, dFilter, scratch);
    return;
  }
  if (directGradientApplies()) {
    directBackpropFilter(x, dy, dFilter, scratch);
    return;
  }
  const patch = kernelH * kernelW * inC, round = pixelsPerRound();
  const buffer = scratch + workBytes(outC), panels = buffer + bytes(round * patch);
  for (let first = 0; first < pixels; first += round) {
    const count = min(round, pixels - first);
    gatherPatches(buffer, bytes(patch), x, first, count, 0, patch);
    packB(panels, dy + bytes(first * outC), bytes(outC), false, outC, count);
    multiply(COLUMNS, buffer, bytes(patch), panels, dFilter, bytes(outC),
      patch, outC, count, 0, first > 0, -Infinity, Infinity, scratch);
  }
}
