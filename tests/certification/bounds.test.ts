import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoundMethod, type Bounds, boundsOf, proves, roundingMargin } from '../../src/certification/bounds.ts';
import { kindOf, unbounded } from '../../src/certification/nodeKind.ts';
import type { Graph } from '../../src/classifiers/graph/graph.ts';
import { type Network, openNetwork } from '../../src/classifiers/graph/network.ts';
import { makeRng } from '../../src/core/rng.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { nets } from './nets.ts';

beforeAll(async () => {
  await openNodeEnv({});
});

const pause = async () => undefined;
const shape = [7, 6, 2] as const;
const size = 7 * 6 * 2;
const rng = makeRng('bounds');
const pixels = Float32Array.from({ length: size }, () => rng.uniform());
const epsilon = 0.08;

/** Half of the points are anywhere in the box, half in its corners, where bounds are met. */
function sampled(n: number): Images {
  const values = Float32Array.from({ length: n * size }, (_, i) => {
    const corner = Math.floor(i / size) % 2 === 0;
    const shift = corner ? Math.sign(rng.uniform() - 0.5) : 2 * rng.uniform() - 1;
    return Math.min(1, Math.max(0, pixels[i % size]! + epsilon * shift));
  });
  return tf.tensor4d(values, [n, ...shape]);
}

const points = 10_000;

describe.each(Object.keys(nets))('the bounds of a net: %s', (name) => {
  let network: Network;
  const found = new Map<BoundMethod, Bounds>();
  beforeAll(async () => {
    network = openNetwork(await nets[name]!(), name);
    const x = tf.tensor4d(pixels, [1, ...shape]);
    for (const method of ['interval', 'linear'] as const)
      found.set(method, await boundsOf(network, x, { method, epsilon }, pause));
    x.dispose();
  });
  afterAll(() => {
    for (const bounds of found.values()) bounds.dispose();
    network.dispose();
  });

  it('contain every value of 10,000 sampled images', async () => {
    const { nodes, output } = network.graph;
    const ids = [
      output,
      ...nodes.filter((node) => kindOf(node) !== 'affine').flatMap(({ id, inputs }) => [id, ...inputs]),
    ];
    for (let done = 0; done < points; done += 2500) {
      const x = sampled(2500);
      for (const id of ids) {
        for (const [method, { boxes }] of found) {
          const { low, high } = boxes.get(id)!;
          const worst = tf.tidy(() => {
            const value = network.value(x, id);
            return tf.max(tf.maximum(tf.sub(low, value), tf.sub(value, high)));
          });
          expect((await worst.data())[0], `${method} at ${id}`).toBeLessThan(1e-5);
          worst.dispose();
        }
      }
      x.dispose();
    }
  });

  it('of the leads are never above what a sampled image has', async () => {
    const x = sampled(points);
    const logits = tf.tidy(() => network.logits(x));
    const z = await logits.data();
    for (const bounds of found.values()) {
      for (let y = 0; y < 3; y++) {
        const leads = await bounds.leastLeads(y);
        for (let i = 0; i < points; i++)
          for (let other = 0; other < 3; other++)
            if (z[3 * i + y]! - z[3 * i + other]! < leads[other]! - 1e-5)
              expect.fail(`image ${i}, class ${y} over ${other}`);
      }
    }
    tf.dispose([x, logits]);
  });

  it('are nowhere looser when they are linear', async () => {
    const [interval, linear] = [found.get('interval')!, found.get('linear')!];
    for (const [id, box] of linear.boxes) {
      const wide = interval.boxes.get(id)!;
      const outside = tf.tidy(() => tf.max(tf.maximum(tf.sub(wide.low, box.low), tf.sub(box.high, wide.high))));
      expect((await outside.data())[0], id).toBeLessThan(1e-5);
      outside.dispose();
    }
    const gains = await Promise.all(
      [0, 1, 2].map(async (y) => {
        const [loose, tight] = [await interval.leastLeads(y), await linear.leastLeads(y)];
        return loose.map((lead, i) => tight[i]! - lead);
      }),
    );
    for (const gain of gains.flatMap((each) => [...each])) expect(gain).toBeGreaterThanOrEqual(-1e-5);
    if (name !== 'smooth' && name !== 'max pool')
      expect(Math.max(...gains.flatMap((each) => [...each]))).toBeGreaterThan(0.01);
  });
});

describe('bounds', () => {
  /** Two affine layers without a relu between them: one linear function. */
  async function linearNet(): Promise<Graph> {
    const weight = (rows: number, columns: number, seed: string) => {
      const draw = makeRng(seed);
      return {
        shape: [rows, columns],
        values: Float32Array.from({ length: rows * columns }, () => draw.normal()),
        trainable: true,
      };
    };
    return {
      inputShape: [7, 6, 2],
      nodes: [
        { id: 'flat', inputs: ['input'], op: 'reshape', shape: [size] },
        { id: 'inner', inputs: ['flat'], op: 'dense', kernel: 'a' },
        { id: 'logits', inputs: ['inner'], op: 'dense', kernel: 'b' },
      ],
      output: 'logits',
      weights: { a: weight(size, 5, 'a'), b: weight(5, 3, 'b') },
    };
  }

  it.each(['interval', 'linear'] as const)('by %s are exact on a linear victim', async (method) => {
    const graph = await linearNet();
    const network = openNetwork(graph, 'linear');
    const x = tf.tensor4d(pixels, [1, ...shape]);
    const bounds = await boundsOf(network, x, { method, epsilon }, pause);
    const leads = await bounds.leastLeads(1);
    const [a, b] = [graph.weights.a!.values, graph.weights.b!.values];
    const column = (k: number) =>
      Array.from({ length: size }, (_, i) =>
        [0, 1, 2, 3, 4].reduce((sum, j) => sum + a[5 * i + j]! * b[3 * j + k]!, 0),
      );
    const columns = [0, 1, 2].map(column);
    for (const other of [0, 2]) {
      const least = columns[1]!.reduce((sum, w, i) => {
        const slope = w - columns[other]![i]!;
        const worst = slope > 0 ? Math.max(0, pixels[i]! - epsilon) : Math.min(1, pixels[i]! + epsilon);
        return sum + slope * worst;
      }, 0);
      expect(leads[other]).toBeCloseTo(least, 3);
    }
    expect(leads[1]).toBeCloseTo(0, 5);
    bounds.dispose();
    x.dispose();
    network.dispose();
  });

  it('frees everything but the bounds it gives', async () => {
    const network = openNetwork(await nets.convolutions!(), 'net');
    const x = tf.tensor4d(pixels, [1, ...shape]);
    const before = tf.memory().numTensors;
    const bounds = await boundsOf(network, x, { method: 'linear', epsilon }, pause);
    await bounds.leastLeads(0);
    bounds.dispose();
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
    network.dispose();
  });

  it('name every node that they do not pass', async () => {
    const graph = await linearNet();
    const swish = { id: 'curve', inputs: ['inner'], op: 'activate', function: { kind: 'swish' } } as const;
    const nodes = [...graph.nodes.slice(0, 2), swish, { ...graph.nodes[2]!, inputs: ['curve'] }];
    expect(unbounded({ ...graph, nodes }, 'm')).toMatchObject([
      { where: 'm', code: 'no-bound', values: { nodes: 'curve (swish)' } },
    ]);
    expect(unbounded(graph, 'm')).toEqual([]);
  });

  it('prove a class only where every lead exceeds what rounding may take', () => {
    const beyond = 2 * roundingMargin;
    expect(proves(Float32Array.of(0, beyond, beyond), 0)).toBe(true);
    expect(proves(Float32Array.of(0, beyond, roundingMargin / 2), 0)).toBe(false);
  });
});
