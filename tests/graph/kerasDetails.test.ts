import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../../src/classifiers/graph/network.ts';
import { parseKerasConfig } from '../../src/classifiers/keras/config.ts';
import { importKeras } from '../../src/classifiers/keras/importKeras.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(() => tf.setBackend('cpu'));

type Config = Readonly<Record<string, unknown>>;
type Array = { readonly shape: readonly number[]; readonly values: Float32Array };

/** A sequence of one layer on an image of one row. */
const graphOf = (className: string, config: Config, weights: readonly Array[] = [], channels = 1, major?: number) => {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'in', batch_shape: [null, 1, 5, channels] } },
    { class_name: className, config: { name: 'it', ...config } },
  ];
  const model = parseKerasConfig('m', { class_name: 'Sequential', config: { layers } });
  return importKeras('m', model, () => weights, major);
};

async function valuesOf(graph: ReturnType<typeof graphOf>, pixels: readonly number[], channels = 1): Promise<number[]> {
  const network = openNetwork(graph, 'm');
  const y = tf.tidy(() => network.value(tf.tensor(pixels as number[], [1, 1, 5, channels]), graph.output));
  const values = [...(await y.data())];
  y.dispose();
  network.dispose();
  return values;
}

const x = [-4, -0.5, 0, 0.5, 4];
const close = (found: number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 5);
};

describe('functions of Keras', () => {
  it.each([
    [2, 0.2],
    [3, 1 / 6],
  ])('of version %i have the slope of the hard sigmoid of their time', async (major, slope) => {
    const graph = graphOf('Activation', { activation: 'hard_sigmoid' }, [], 1, major);
    close(
      await valuesOf(graph, x),
      x.map((value) => Math.min(1, Math.max(0, slope * value + 0.5))),
    );
  });

  it('whose version nobody knows are refused by name where versions differ', () => {
    expect(() => graphOf('Activation', { activation: 'hard_sigmoid' })).toThrow(/layer it: .*got hard_sigmoid/);
  });

  it.each([
    ['silu', (value: number) => value / (1 + Math.exp(-value))],
    ['leaky_relu', (value: number) => (value < 0 ? 0.2 * value : value)],
    ['softsign', (value: number) => value / (1 + Math.abs(value))],
  ])('%s is what Keras calls by this name', async (activation, wanted) => {
    close(await valuesOf(graphOf('Activation', { activation }), x), x.map(wanted));
  });

  it.each<[string, Config, (value: number) => number]>([
    ['as it is', {}, (value) => Math.max(0, value)],
    ['up to max_value', { max_value: 2 }, (value) => Math.min(2, Math.max(0, value))],
    [
      'with negative_slope',
      { negative_slope: 0.1, max_value: null, threshold: 0 },
      (value) => (value < 0 ? 0.1 * value : value),
    ],
  ])('ReLU %s', async (_, config, wanted) => {
    close(await valuesOf(graphOf('ReLU', config), x), x.map(wanted));
  });

  it.each<[Config, RegExp]>([
    [{ threshold: 1 }, /layer it: expected threshold 0, got 1/],
    [{ max_value: 6, negative_slope: 0.1 }, /layer it: expected max_value or negative_slope/],
  ])('ReLU with %j is refused by name', (config, message) => {
    expect(() => graphOf('ReLU', config)).toThrow(message);
  });
});

describe('a convolution of Keras in groups', () => {
  const config = {
    kernel_size: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    dilation_rate: [1, 1],
    filters: 4,
    use_bias: false,
    groups: 2,
  };

  it('lets each half of the filters see its half of the channels', async () => {
    const kernel = { shape: [1, 1, 2, 4], values: Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40) };
    const graph = graphOf('Conv2D', config, [kernel], 4);
    const pixels = Array.from({ length: 20 }, (_, i) => i);
    const wanted = [0, 1, 2, 3, 4].flatMap((column) => {
      const [a, b, c, d] = [0, 1, 2, 3].map((channel) => 4 * column + channel) as [number, number, number, number];
      return [a + 10 * b, 2 * a + 20 * b, 3 * c + 30 * d, 4 * c + 40 * d];
    });
    close(await valuesOf(graph, pixels, 4), wanted);
  });

  it('is refused by name where its kernel is of another size', () => {
    const kernel = { shape: [1, 1, 4, 4], values: new Float32Array(16) };
    expect(() => graphOf('Conv2D', config, [kernel], 4)).toThrow(
      /m: node it \(conv2d\): expected an image of 8 channels/,
    );
  });
});

describe('a model too large for a tab', () => {
  it('is refused while it is read', () => {
    const model = parseKerasConfig('m', {
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'in', batch_shape: [null, 8192, 8192, 3] } },
          { class_name: 'ReLU', config: { name: 'it' } },
        ],
      },
    });
    expect(() => importKeras('m', model, () => [])).toThrow(
      /m: the values of one image come to 201326592 numbers, more than 134217728/,
    );
  });
});
