import {
  AvgPool,
  type AvgPoolAttrs,
  AvgPoolGrad,
  backend_util,
  engine,
  type GradConfig,
  getGradient,
  mul,
  registerGradient,
  type Tensor,
  type Tensor4D,
  tensor4d,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

/**
 * Replaces the gradient of average pooling in TensorFlow.js, which is wrong where a window reaches into the padding:
 * the forward kernels divide by the number of pixels inside the image, the gradient kernels by kh·kw. Holds for every
 * backend; calling it again changes nothing. Call it after `@tensorflow/tfjs-layers` is loaded, which registers the
 * stock gradient.
 */
export function repairAvgPoolGradient(): void {
  const former: GradConfig | undefined = getGradient(AvgPool); // declared as always present, but it may be missing
  if (former === repaired) return;
  if (former) unregisterGradient(AvgPool);
  registerGradient(repaired);
}

const repaired: GradConfig = {
  kernelName: AvgPool,
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const [x] = saved as [Tensor4D]; // what inputsToSave names
    // the engine passes the attributes of the forward kernel, and pooling has one output
    return { x: () => avgPoolGradient(dy as Tensor4D, x, attrs as unknown as AvgPoolAttrs) };
  },
};

type PoolGeometry = backend_util.Conv2DInfo;

/** dx = AvgPoolGrad(dy · kh·kw / c), where c counts the pixels of each window inside the image. */
function avgPoolGradient(dy: Tensor4D, x: Tensor4D, attrs: AvgPoolAttrs): Tensor {
  const { filterSize, strides, dimRoundingMode } = attrs;
  const info = backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, attrs.pad, dimRoundingMode);
  const shares = windowCorrection(info);
  // the gradient kernels know no rounding mode, so a rounded output size is expressed by the padding
  const pad = dimRoundingMode ? equivalentPadding(info) : attrs.pad;
  return engine().runKernel(
    AvgPoolGrad,
    { dy: shares ? mul(dy, shares) : dy, input: x },
    { filterSize, strides, pad },
  ) as Tensor; // the kernel has one output
}

/** kh·kw / c for every window, [1, outHeight, outWidth, 1], or null where it is 1 throughout. */
function windowCorrection(info: PoolGeometry): Tensor4D | null {
  const { filterHeight, filterWidth, padInfo } = info;
  const heights = lengthsInside(info.outHeight, info.strideHeight, filterHeight, padInfo.top, info.inHeight);
  const widths = lengthsInside(info.outWidth, info.strideWidth, filterWidth, padInfo.left, info.inWidth);
  const full = filterHeight * filterWidth;
  const shares = heights.flatMap((height) => widths.map((width) => full / (height * width)));
  if (shares.every((share) => share === 1)) return null;
  // a window wholly in the padding passes nothing on
  const finite = shares.map((share) => (Number.isFinite(share) ? share : 0));
  return tensor4d(finite, [1, info.outHeight, info.outWidth, 1]);
}

/** How many positions of each window along one axis lie inside the image. */
function lengthsInside(windows: number, stride: number, length: number, padBefore: number, size: number): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - padBefore;
    return Math.max(0, Math.min(start + length, size) - Math.max(start, 0));
  });
}

/** The explicit padding that leads to the same windows without rounding. */
function equivalentPadding(info: PoolGeometry): backend_util.ExplicitPadding {
  const { top, left } = info.padInfo;
  const bottom = (info.outHeight - 1) * info.strideHeight + info.filterHeight - info.inHeight - top;
  const right = (info.outWidth - 1) * info.strideWidth + info.filterWidth - info.inWidth - left;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
