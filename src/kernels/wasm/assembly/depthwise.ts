// Gradients of depthwise convolution.

import { bytes, madd, zeroFloats } from './floats';
import {
  inC, inH, inW, kernelH, kernelW, outC, outH, outW, padLeft, padTop, pixels, strideH, strideW,
} from './geometry';

/** acc += a * b over all output channels; acc or a may be stored per input channel. */
@inline
function addProducts(acc: usize, accPerInput: bool, a: usize, aPerInput: bool, b: usize): void {
  if (inC == outC) {
    let c = 0;
    for (; c + 4 <= inC; c += 4) {
      const at = bytes(c);
      v128.store(acc + at, madd(v128.load(a + at), v128.load(b + at), v128.load(acc + at)));
    }
    for (; c < inC; c++) {
      const at = bytes(c);
      store<f32>(acc + at, load<f32>(acc + at) + load<f32>(a + at) * load<f32>(b + at));
    }
    return;
  }
  const multiplier = outC / inC;
  for (let c = 0; c < outC; c++) {
    const into = acc + bytes(accPerInput ? c / multiplier : c);
    store<f32>(into, load<f32>(into) +
      load<f32>(a + bytes(aPerInput ? c / multiplier : c)) * load<f32>(b + bytes(c)));
  }
}

/** Adds the share of every output pixel and filter tap into x (as dx) or filter (as dFilter). */
@inline
function depthwiseBackprop(x: usize, filter: usize, dy: usize, intoFilter: bool): void {
  const batch = pixels / (outH * outW), imageBytes = bytes(inH * inW * inC);
  for (let n = 0; n < batch; n++, x += imageBytes) {
    for (let oy = 0; oy < outH; oy++) for (let ox = 0; ox < outW; ox++, dy += bytes(outC)) {
      const top = oy * strideH - padTop, left = ox * strideW - padLeft;
      for (let ky = max(0, -top), kyEnd = min(kernelH, inH - top); ky < kyEnd; ky++) {
        for (let kx = max(0, -left), kxEnd = min(kernelW, inW - left); kx < kxEnd; kx++) {
          const inPixel = x + bytes(((top + ky) * inW + left + kx) * inC);
          const tap = filter + bytes((ky * kernelW + kx) * outC);
          if (intoFilter) addProducts(tap, false, inPixel, true, dy);
          else addProducts(inPixel, true, tap, false, dy);
        }
      }
    }
  }
}

/** dx = gradient of a depthwise convolution with respect to its input. */
export function depthwiseBackpropInput(dy: usize, filter: usize, dx: usize): void {
  zeroFloats(dx, pixels / (outH * outW) * inH * inW * inC);
  depthwiseBackprop(dx, filter, dy, false);
}

/** dFilter = gradient of a depthwise convolution with respect to its filter. */
export function depthwiseBackpropFilter(x: usize, dy: usize, dFilter: usize): void {
  zeroFloats(dFilter, kernelH * kernelW * outC);
  depthwiseBackprop(x, dFilter, dy, true);
}
