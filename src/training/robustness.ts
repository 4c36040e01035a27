import { pgd } from '../attacks/pgd.ts';
import { makeRng } from '../core/rng.ts';
import type { Images, Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Course } from './course.ts';
import type { gather } from './images.ts';
import type { Learner } from './learner.ts';
import { victimOf } from './victimOf.ts';

/** Small, for it is run again and again; enough steps to notice a network that withstands a single one only. */
const small = { steps: 10, stepSize: 0.25, randomStart: true, restarts: 1, loss: 'ce', earlyStop: true } as const;
const batchSize = 128;

/** Whatever answers. */
export interface Answering {
  readonly learner: Pick<Learner, 'logits'>;
}

interface Examined {
  readonly epsilon: number;
  /** Names the random numbers, which are the same in every epoch. */
  readonly purpose: string;
}

/** How many of the images are still answered rightly after a small PGD attack within `epsilon` in linf. */
export async function countWithstanding(
  { recipe, learner, images: { shape }, host }: Pick<Course, 'recipe' | 'images' | 'host'> & Answering,
  { pixels, labels }: ReturnType<typeof gather>,
  { epsilon, purpose }: Examined,
): Promise<number> {
  const victim = victimOf(learner, recipe.classNames.length);
  const rng = makeRng(recipe.seed).fork(purpose);
  const area = tf.util.sizeFromShape([...shape]);
  let withstood = 0;
  for (let from = 0; from < labels.length; from += batchSize) {
    const n = Math.min(batchSize, labels.length - from);
    const x0: Images = tf.tensor4d(pixels.subarray(from * area, (from + n) * area), [n, ...shape]);
    const y: Labels = tf.tensor1d(labels.subarray(from, from + n), 'int32');
    try {
      const found = await pgd({
        victim,
        x0,
        objective: { kind: 'untargeted', labels: y },
        threat: { norm: 'linf', epsilon },
        params: small,
        ctx: { signal: host.signal, tick: async () => undefined, rngOf: (i) => rng.fork(from + i) },
      });
      withstood += await countRight(victim.logits, found, y);
    } finally {
      tf.dispose([x0, y]);
    }
  }
  return withstood;
}

/** Takes over `x`. */
async function countRight(logits: (x: Images) => tf.Tensor2D, x: Images, labels: Labels): Promise<number> {
  const right = tf.tidy(() => tf.sum(tf.cast(tf.equal(tf.argMax(logits(x), 1), labels), 'int32')));
  x.dispose();
  try {
    return (await right.data())[0]!;
  } finally {
    right.dispose();
  }
}
