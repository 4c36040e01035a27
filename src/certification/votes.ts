import type { Classifier } from '../classifiers/classifier.ts';
import type { Rng } from '../core/rng.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

interface Ballot {
  readonly classifier: Pick<Classifier, 'classes' | 'logits'>;
  /** `[1, h, w, c]`, borrowed. */
  readonly x: Images;
  readonly sigma: number;
  /** Of this image alone; every vote goes on in it where the last one stopped. */
  readonly rng: Rng;
  /** Copies shown at once. Never changes a result. */
  readonly batchSize: number;
  readonly pause: () => Promise<void>;
}

/**
 * How often each class wins among `n` copies of one image under noise, x + σ·N(0, 1), not clipped (Cohen et al. 2019,
 * arXiv:1902.02918, fig. 2, `SampleUnderNoise`).
 */
export async function countVotes(
  n: number,
  { classifier, x, sigma, rng, batchSize, pause }: Ballot,
): Promise<Int32Array> {
  const counts = new Int32Array(classifier.classes);
  const pixels = await x.data<'float32'>();
  for (let from = 0; from < n; from += batchSize) {
    const votes = Math.min(batchSize, n - from);
    const winners = tf.tidy(() => {
      const noisy = noisyCopies(pixels, { votes, size: batchSize, sigma, rng });
      return tf.argMax(classifier.logits(tf.tensor4d(noisy, [batchSize, ...shapeOf(x)])), 1);
    });
    try {
      for (const winner of (await winners.data()).subarray(0, votes)) counts[winner]!++;
    } finally {
      winners.dispose();
    }
    await pause();
  }
  return counts;
}

const shapeOf = ({ shape: [, h, w, c] }: Images) => [h, w, c] as const;

/** `votes` copies; the rest of `size`, which keeps every batch alike, is without noise and draws none. */
function noisyCopies(
  pixels: Float32Array,
  { votes, size, sigma, rng }: { votes: number; size: number; sigma: number; rng: Rng },
): Float32Array {
  const copies = new Float32Array(size * pixels.length);
  for (let i = 0; i < copies.length; i++) {
    const noise = i < votes * pixels.length ? sigma * rng.normal() : 0;
    copies[i] = pixels[i % pixels.length]! + noise;
  }
  return copies;
}

/** The two classes with most votes, the winner first; of equals the lower class first. */
export function leaders(counts: Int32Array): readonly [number, number] {
  const order = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  return [order[0]!, order[1]!]; // a classifier has at least two classes
}
