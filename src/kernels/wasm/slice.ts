import { Slice, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats } from './geometry.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Attrs = { readonly begin: number | number[]; readonly size: number | number[] };

/**
 * Slices in the longest contiguous runs there are. The stock kernel copies the last axis at a time, which for grey images
 * is one pixel, and made median smoothing as dear as the gradient of the network behind it.
 */
export function overrideSlice({ output, view }: Workspace): Restore {
  return overrideKernel(Slice, ({ x }: { x: TensorInfo }, attrs: Attrs) => {
    if (!areFloats(x) || x.shape.length === 0) return null;
    const [begin, size] = slice_util.parseSliceParams(asTensor(x), attrs.begin, attrs.size) as [number[], number[]];
    slice_util.assertParamsValid(asTensor(x), begin, size);
    const y = output(size);
    if (util.sizeFromShape(size) > 0) copyRuns(view(x), x.shape, begin, size, view(y));
    return y;
  });
}

// the helpers of tfjs read nothing but the shape
const asTensor = (x: TensorInfo) => x as Parameters<typeof slice_util.assertParamsValid>[0];

function copyRuns(
  from: Float32Array,
  shape: readonly number[],
  begin: readonly number[],
  size: readonly number[],
  to: Float32Array,
): void {
  let axis = shape.length - 1; // the run spans this axis in part and all later ones in whole
  while (axis > 0 && size[axis] === shape[axis]) axis--;
  const strides = util.computeStrides([...shape]).concat(1);
  const run = size[axis]! * strides[axis]!;
  const start = begin.reduce((sum, at, i) => sum + at * strides[i]!, 0);
  const outer = size.slice(0, axis);
  const position = outer.map(() => 0);
  for (let offset = 0; offset < to.length; offset += run) {
    const at = position.reduce((sum, p, i) => sum + p * strides[i]!, start);
    to.set(from.subarray(at, at + run), offset);
    advance(position, outer);
  }
}

/** Counts up like an odometer, the last axis fastest. */
function advance(position: number[], limits: readonly number[]): void {
  for (let i = position.length - 1; i >= 0; i--) {
    position[i]!++;
    if (position[i]! < limits[i]!) return;
    position[i] = 0;
  }
}
