import { makeRng, type Rng, shuffled } from '../core/rng.ts';
import type { ImageSource } from '../datasets/source.ts';
import { resized } from '../tensor/resize.ts';

export type Shape = readonly [number, number, number];

/** Images a thief may have, each handed out once. */
export interface Pool {
  /** The next `n` in the thief's random order; fewer where the pool runs dry. Row by row. */
  take(n: number): Promise<Float32Array>;
  /** The next of a class, by number; undefined where none is left. */
  takeOf(label: number): Promise<Float32Array | undefined>;
  /** Classes of the pool that still have images. */
  classes(): Promise<readonly number[]>;
  /** Looks at the next `n` without taking them: their positions for `takeAt`. */
  peek(n: number): Promise<{ readonly positions: readonly number[]; readonly pixels: Float32Array }>;
  takeAt(positions: readonly number[]): void;
}

/** Where the images of a pool come from. */
export interface PoolSource {
  readonly name: string;
  readonly size: number;
  readonly shape: Shape;
  read(positions: readonly number[]): Promise<{ readonly pixels: Float32Array; readonly labels: Int32Array }>;
}

/** Images `from` and on of a set. */
export const sourceFrom = ({ id, size, shape, read }: ImageSource, from: number): PoolSource => ({
  name: id,
  size: Math.max(0, size - from),
  shape: [...shape] as [number, number, number],
  read: (positions) => read(positions.map((position) => position + from)),
});

/** Uniform noise without end; `size` is only how many the plan may count on. */
export function noiseSource(shape: Shape, seed: number): PoolSource {
  const size = shape[0] * shape[1] * shape[2];
  return {
    name: 'noise',
    size: 1_000_000,
    shape,
    read: async (positions) => {
      const pixels = new Float32Array(positions.length * size);
      for (const [i, position] of positions.entries()) {
        const rng = makeRng(seed).fork('noise pool').fork(position);
        for (let p = 0; p < size; p++) pixels[i * size + p] = rng.uniform();
      }
      return { pixels, labels: new Int32Array(positions.length) };
    },
  };
}

const mostShuffled = 50_000; // of endless noise no more is ever asked for

/** A pool in the random order of `rng`, its images converted to `shape`. */
export function openPool(source: PoolSource, shape: Shape, rng: Rng): Pool {
  const left = [...shuffled(Math.min(source.size, mostShuffled), rng)];
  let byClass: Promise<Map<number, number[]>> | undefined;
  const pixelsAt = async (positions: readonly number[]) => {
    const { pixels } = await source.read(positions);
    return resized(pixels, positions.length, source.shape, shape);
  };
  const gone = new Set<number>();
  const skip = () => {
    while (left.length > 0 && gone.has(left[0]!)) left.shift();
  };
  const head = (n: number) => {
    skip();
    return left.filter((position) => !gone.has(position)).slice(0, n);
  };
  const remove = (positions: readonly number[]) => {
    for (const position of positions) gone.add(position);
    skip();
  };
  const classesOf = () => {
    byClass ??= groupByLabel(source, left);
    return byClass;
  };
  return {
    async take(n) {
      const positions = head(n);
      remove(positions);
      return pixelsAt(positions);
    },
    async takeOf(label) {
      const members = (await classesOf()).get(label) ?? [];
      const at = members.find((position) => !gone.has(position));
      if (at === undefined) return undefined;
      remove([at]);
      members.splice(0, members.indexOf(at) + 1);
      return pixelsAt([at]);
    },
    async classes() {
      const found = await classesOf();
      return [...found].filter(([, all]) => all.some((at) => !gone.has(at))).map(([label]) => label);
    },
    async peek(n) {
      const positions = head(n);
      return { positions, pixels: await pixelsAt(positions) };
    },
    takeAt: remove,
  };
}

async function groupByLabel(source: PoolSource, order: readonly number[]): Promise<Map<number, number[]>> {
  const { labels } = await source.read(order);
  const groups = new Map<number, number[]>();
  for (const [i, position] of order.entries()) groups.set(labels[i]!, [...(groups.get(labels[i]!) ?? []), position]);
  return new Map([...groups].sort(([a], [b]) => a - b));
}
