// Two-dimensional convolution and its gradients, any stride and padding.

import { directApplies, directForward, directScratchBytes } from './direct';
import {
  directBackpropFilter, directBackpropInput, directBackpropInputScratchBytes, directGradientApplies, turnedFilterBytes,
  turnFilter,
} from './directGradient';
import { bytes, roundUp, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW, swapInputAndOutput,
} from './geometry';
import { COLUMNS, KC, MR, multiply, NR, packB, panelBytes, PATCHES, ROWS, workBytes } from './matmul';
import { gatherPatches, scatterPatch } from './patches';
import { winograd, winogradApplies, winogradPanelBytes, winogradPanels, winogradScratchBytes } from './winograd';
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
  const direct = workBytes(widest) + <i32>bytes(round * patch + roundUp(outC, NR) * round);
  if (inC < 4) return max(direct, max(directScratchBytes(), directBackpropInputScratchBytes()));
  return winogradApplies() ? max(direct, max(winogradScratchBytes(), winogradFilterScratchBytes())) : direct;
}

// ---------------------------------------------------------------- filter

/** Bytes of a filter as the forward pass needs it, or the input gradient. */
export function preparedFilterBytes(forInput: bool): i32 {
  const patch = kernelH * kernelW * inC;
  if (!forInput) return winogradApplies() ? winogradPanelBytes() : panelBytes(outC, patch);
  if (directGradientApplies()) return turnedFilterBytes();
  if (!winogradApplies()) return panelBytes(patch, outC);
  swapInputAndOutput();
  const size = winogradPanelBytes();
  swapInputAndOutput();
  return size;
}

/** Lays a filter out for the forward pass or the input gradient with this geometry, for a batch of any size. */
export function prepareFilter(filter: usize, forInput: bool, prepared: usize, scratch: usize): void {
  const patch = kernelH * kernelW * inC;
  if (forInput && directGradientApplies()) turnFilter(filter, prepared);
  else if (!winogradApplies()) {
    packB(prepared, filter, bytes(outC), forInput, forInput ? patch : outC, forInput ? outC : patch);
  } else {
    if (forInput) swapInputAndOutput();
    winogradPanels(filter, forInput, prepared, scratch);
    if (forInput) swapInputAndOutput();
  }
}

// ---------------------------------------------------------------- convolution

/** y = clamp(conv(x, filter) + bias) */
export function convForward(
  x: usize, prepared: usize, bias: usize, y: usize, lowest: f32, highest: f32, scratch: usize,
): void {
  if (winogradApplies()) winograd(x, prepared, bias, y, lowest, highest, scratch);
  else if (directApplies()) directForward(x, prepared, bias, y, lowest, highest, scratch);
  else {
    multiply(PATCHES, x, 0, prepared, y, bytes(outC), pixels, outC, kernelH * kernelW * inC,
      bias, false, lowest, highest, scratch);
  }
}

/** dx = gradient with respect to the input: dy * filter^T, scattered back (col2im). */
export function convBackpropInput(dy: usize, prepared: usize, dx: usize, scratch: usize): void {
  if (winogradApplies()) {
    swapInputAndOutput();
    winograd(dy, prepared, 0, dx, -Infinity, Infinity, scratch);
    swapInputAndOutput();
    return;
  }
  if (directGradientApplies()) {
    directBackpropInput(dy, prepared, dx, scratch);
    return;
  }
  const patch = kernelH * kernelW * inC, round = pixelsPerRound(), imagePixels = outH * outW;
  const buffer = scratch + workBytes(patch);
  zeroFloats(dx, pixels / imagePixels * inH * inW * inC);
  for (let first = 0; first < pixels; first += round) {
    const count = min(round, pixels - first);
    multiply(ROWS, dy + bytes(first * outC), bytes(outC), prepared, buffer, bytes(patch),
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
