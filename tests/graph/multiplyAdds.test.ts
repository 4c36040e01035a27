import { describe, expect, it } from 'vitest';
import { modelCards } from '../../src/classifiers/catalog.ts';
import { graphBuilder } from '../../src/classifiers/graph/builder.ts';
import { inputId, type Operation } from '../../src/classifiers/graph/graph.ts';
import { multiplyAdds } from '../../src/classifiers/graph/multiplyAdds.ts';

const window = {
  strides: [2, 2],
  dilations: [1, 1],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
} as const satisfies Partial<Operation>;

/** One node on images of 8 × 8 × 6, halved by a window of 3 × 3. */
function costOf(operation: Operation, kernel: readonly number[] = []): number {
  const builder = graphBuilder('made', [8, 8, 6]);
  const size = kernel.reduce((a, b) => a * b, 1);
  builder.weight('kernel', { shape: kernel, values: new Float32Array(size), trainable: true });
  return multiplyAdds(builder.finish(builder.add('node', [inputId], operation)), 'made');
}

describe('multiply-adds of an image', () => {
  it('are taps times channels for each number of a convolution', () => {
    expect(costOf({ op: 'conv2d', kernel: 'kernel', groups: 1, ...window }, [3, 3, 6, 10])).toBe(4 * 4 * 10 * 9 * 6);
  });

  it('see only the channels of a group', () => {
    expect(costOf({ op: 'conv2d', kernel: 'kernel', groups: 2, ...window }, [3, 3, 3, 10])).toBe(4 * 4 * 10 * 9 * 3);
  });

  it('are the taps alone where each channel has its own kernel', () => {
    expect(costOf({ op: 'depthwiseConv2d', kernel: 'kernel', ...window }, [3, 3, 6, 2])).toBe(4 * 4 * 12 * 9);
  });

  it('leave out what multiplies nothing', () => {
    expect(costOf({ op: 'activate', function: { kind: 'relu' } })).toBe(0);
  });

  it('of mnist-cnn are those of two convolutions and two dense layers', () => {
    const [first, second] = [14 * 14 * 16 * 5 * 5, 7 * 7 * 32 * 5 * 5 * 16];
    expect(modelCards['mnist-cnn'].multiplyAdds).toBe(first + second + 7 * 7 * 32 * 100 + 100 * 10);
  });
});
