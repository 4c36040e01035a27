import * as tf from '../src/tensor/tf.ts';

interface DepthwiseCall {
  readonly inputs: { readonly dy: tf.Tensor4D; readonly filter: tf.Tensor4D };
  readonly attrs: { readonly strides: number | [number, number]; readonly inputShape: Shape };
}
type Shape = [number, number, number, number];

/**
 * Gives stock WebAssembly what it lacks for input gradients, at the least cost, so that there is something to compare with.
 *
 * - Depthwise convolution: one of dy with the filter turned around. For `same` padding, odd filters and one output per
 *   channel, which is what the networks here have.
 * - Filters of convolutions without activation, which TensorFlow.js differentiates although nobody asks: zeros, for free.
 */
export function fillStockGaps(): void {
  const backendName = 'wasm';
  tf.registerKernel({
    kernelName: tf.DepthwiseConv2dNativeBackpropInput,
    backendName,
    // the engine passes what the op of this name defines
    kernelFunc: (call) => tf.engine().tidy(() => inputGradient(call as unknown as DepthwiseCall)) as tf.Tensor,
  });
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName,
    kernelFunc: ({ attrs }) => tf.zeros((attrs as unknown as { filterShape: number[] }).filterShape),
  });
}

function inputGradient({ inputs: { dy, filter }, attrs: { strides, inputShape } }: DepthwiseCall): tf.Tensor {
  const stride = Array.isArray(strides) ? strides[0] : strides;
  const turned = tf.reverse(filter, [0, 1]);
  return tf.depthwiseConv2d(stride === 1 ? dy : spread(dy, stride, inputShape), turned, 1, 'same');
}

/** dy with zeros between its pixels, each where its window was centred. */
function spread(dy: tf.Tensor4D, stride: number, [n, h, w, c]: Shape): tf.Tensor4D {
  const [, rows, columns] = dy.shape;
  const before = h % stride === 0 ? stride - 1 : 0; // `same` pads an even size by one row less before than after
  const spreadMiddle = (x: tf.Tensor, shape: [number, number, number]) =>
    tf.pad(tf.reshape(x, shape), [
      [0, 0],
      [before, stride - 1 - before],
      [0, 0],
    ]);
  const tall = spreadMiddle(dy, [n * rows, 1, columns * c]);
  const wide = spreadMiddle(tall, [n * rows * stride * columns, 1, c]);
  const images: tf.Tensor4D = tf.reshape(wide, [n, rows * stride, columns * stride, c]);
  return tf.slice(images, [0, 0, 0, 0], [n, h, w, c]);
}
