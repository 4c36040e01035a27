import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  engine,
  type GradConfig,
  getGradient,
  pad as padWithZeros,
  registerGradient,
  reshape,
  slice,
  type Tensor,
  type Tensor4D,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

type Pair = readonly [number, number];

/**
 * Gives dilated convolutions, plain and depthwise, the gradients that TensorFlow.js refuses. Holds for every backend; calling
 * it again changes nothing. Call it after `@tensorflow/tfjs-layers` is loaded, which registers the stock gradients.
 */
export function addDilatedGradients(): void {
  for (const { forward, toInput, toFilter } of convolutions) {
    const stock: GradConfig | undefined = getGradient(forward); // declared as always present, but it may be missing
    if (!stock || extended.has(stock)) continue;
    const config: GradConfig = {
      ...stock,
      gradFunc: (dy, saved, attrs) => {
        const dilations = asPair((attrs as { dilations?: number | Pair | null }).dilations ?? 1);
        if (dilations[0] === 1 && dilations[1] === 1) return stock.gradFunc(dy, saved, attrs);
        const [x, filter] = saved as [Tensor4D, Tensor4D]; // what inputsToSave of the stock gradients names
        return gradients({ dy: dy as Tensor4D, x, filter, dilations, attrs, toInput, toFilter }); // they have one output
      },
    };
    extended.add(config);
    unregisterGradient(forward);
    registerGradient(config);
  }
}

const extended = new WeakSet<GradConfig>();

const convolutions = [
  { forward: Conv2D, toInput: Conv2DBackpropInput, toFilter: Conv2DBackpropFilter },
  {
    forward: DepthwiseConv2dNative,
    toInput: DepthwiseConv2dNativeBackpropInput,
    toFilter: DepthwiseConv2dNativeBackpropFilter,
  },
] as const;

const asPair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

interface Dilated {
  readonly dy: Tensor4D;
  readonly x: Tensor4D;
  readonly filter: Tensor4D;
  readonly dilations: Pair;
  readonly attrs: object;
  /** Names of the gradient kernels. */
  readonly toInput: string;
  readonly toFilter: string;
}

/** Those of an undilated convolution whose filter has zeros between its taps; the gradients of these are left out. */
function gradients({ dy, x, filter, dilations, attrs, toInput, toFilter }: Dilated): Record<string, () => Tensor> {
  const wide = spread(filter, dilations);
  const plain = { dataFormat: 'NHWC', ...attrs, dilations: [1, 1] };
  // the kernels have one output
  return {
    x: () => engine().runKernel(toInput, { dy, filter: wide }, { ...plain, inputShape: x.shape }) as Tensor,
    filter: () => {
      const all = engine().runKernel(toFilter, { x, dy }, { ...plain, filterShape: wide.shape }) as Tensor4D;
      return gather(all, filter.shape, dilations);
    },
  };
}

/** A filter with zeros between its taps, [(kh − 1)·dh + 1, (kw − 1)·dw + 1, …]. */
function spread(filter: Tensor4D, [dh, dw]: Pair): Tensor4D {
  const [kh, kw, inputs, outputs] = filter.shape;
  const cells = padWithZeros(reshape(filter, [kh, 1, kw, 1, inputs * outputs]), [
    [0, 0],
    [0, dh - 1],
    [0, 0],
    [0, dw - 1],
    [0, 0],
  ]);
  const blocks: Tensor4D = reshape(cells, [kh * dh, kw * dw, inputs, outputs]);
  return slice(blocks, [0, 0, 0, 0], [(kh - 1) * dh + 1, (kw - 1) * dw + 1, inputs, outputs]);
}

/** The taps of a filter of this shape out of one with others between them. */
function gather(wide: Tensor4D, [kh, kw, inputs, outputs]: Tensor4D['shape'], [dh, dw]: Pair): Tensor4D {
  const blocks = padWithZeros(wide, [
    [0, dh - 1],
    [0, dw - 1],
    [0, 0],
    [0, 0],
  ]);
  const cells = reshape(blocks, [kh, dh, kw, dw, inputs * outputs]);
  return reshape(slice(cells, [0, 0, 0, 0, 0], [kh, 1, kw, 1, inputs * outputs]), [kh, kw, inputs, outputs]);
}
