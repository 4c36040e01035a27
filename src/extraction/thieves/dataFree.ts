import { joinFloats } from '../../core/join.ts';
import type { Rng } from '../../core/rng.ts';
import { resized } from '../../tensor/resize.ts';
import { argMax } from '../service/distribution.ts';
import { type OpenThief, type Scene, sizeOf } from './thief.ts';

/** Two images with different answers, and how often the middle between them is still to be asked about. */
interface Pair {
  a: Float32Array;
  b: Float32Array;
  readonly labelOfA: number;
  left: number;
}

const round = 100;

/**
 * A toy without data: smooth noise, then bisection between noise of different answers, which gives images near the
 * borders between classes. Every question counts, as it would for Truong et al. 2021 (arXiv:2011.14779), whose generator
 * needs millions of them and is not what this is.
 */
export const dataFreeThief: OpenThief<'data-free'> = (scene, { explore, grid, bisections }) => {
  const { rng, budget, stolen } = scene;
  const noise = rng.fork('noise');
  const choice = rng.fork('pairs');
  const exploring = Math.ceil(explore * budget);
  let invented = 0;
  let pairs: Pair[] = [];
  let asked: Pair[] = []; // whose middles were asked about last
  return {
    async next(most) {
      const n = Math.min(most, round);
      asked = [];
      if (invented < exploring) {
        const count = Math.min(n, exploring - invented);
        invented += count;
        return joinFloats(Array.from({ length: count }, () => smoothNoise(scene, grid, noise)));
      }
      pairs = pairs.filter(({ left }) => left > 0);
      while (pairs.length < n) {
        const pair = drawPair(stolen, choice, bisections);
        if (!pair) return new Float32Array(); // every answer was the same
        pairs.push(pair);
      }
      asked = pairs.slice(0, n);
      return joinFloats(asked.map(middle));
    },
    hear(replies) {
      for (const [i, pair] of asked.entries()) {
        const answer = replies[i];
        pair.left--;
        if (!answer) continue;
        if (argMax(answer) === pair.labelOfA) pair.a = middle(pair);
        else pair.b = middle(pair);
      }
    },
  };
};

const middle = ({ a, b }: Pair): Float32Array => a.map((value, i) => (value + b[i]!) / 2);

/** Uniform noise on a coarse grid, interpolated, with a random share of it cut to black. */
function smoothNoise({ shape }: Scene, grid: number, rng: Rng): Float32Array {
  const [h, w, c] = shape;
  const coarse = [Math.min(grid, h), Math.min(grid, w), c] as const;
  const cells = Float32Array.from({ length: sizeOf(coarse) }, () => rng.uniform());
  const cut = rng.uniform();
  return resized(cells, 1, coarse, shape).map((value) => Math.min(1, Math.max(0, 3 * (value - cut) + 0.5)));
}

/** Two random stolen images with different answers; undefined where all are the same. */
function drawPair({ images, beliefs }: Scene['stolen'], rng: Rng, left: number): Pair | undefined {
  const labels = beliefs.map(argMax);
  if (labels.every((label) => label === labels[0])) return undefined;
  for (;;) {
    const [i, j] = [0, 1].map(() => Math.floor(rng.uniform() * images.length)) as [number, number];
    if (labels[i] !== labels[j]) return { a: images[i]!, b: images[j]!, labelOfA: labels[i]!, left };
  }
}
