import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Kernels } from './kernelModule.ts';

export type Geometry = backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];

export interface WindowAttrs {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Geometry of a convolution, or null when the kernels do not cover it (NCHW, dilation, groups, empty tensors). */
export function convGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: WindowAttrs,
  { depthwise = false } = {},
): Geometry | null {
  const info = backend_util.computeConv2DInfo(
    xShape as Shape4D, // convolution ops reshape to rank 4 before they run a kernel
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(attrs.dataFormat ?? 'NHWC'),
  );
  const covered =
    info.dataFormat === 'channelsLast' &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1 &&
    filterShape[2] === info.inChannels &&
    util.sizeFromShape(info.inShape) > 0 &&
    util.sizeFromShape(info.outShape) > 0;
  return covered ? info : null;
}

/** Tells the module the geometry of the convolution or pooling calls that follow. */
export function passGeometry(kernels: Kernels, info: Geometry): void {
  kernels.setGeometry(
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  );
}

export const areFloats = (...tensors: readonly TensorInfo[]): boolean =>
  tensors.every(({ dtype }) => dtype === 'float32');

/** Rows and channels of x, or null where the statistics are not one number per channel. */
export function rowsOf(x: TensorInfo, ...perChannel: readonly TensorInfo[]): { rows: number; channels: number } | null {
  const channels = x.shape.at(-1) ?? 0;
  const size = util.sizeFromShape(x.shape);
  const fits = perChannel.every(({ shape }) => shape.length === 1 && shape[0] === channels);
  return fits && size > 0 && areFloats(x, ...perChannel) ? { rows: size / channels, channels } : null;
}
