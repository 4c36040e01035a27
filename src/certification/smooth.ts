import { makeRng } from '../core/rng.ts';
import { partsOf } from '../spec/certifyWork.ts';
import { isDecided } from '../spec/radius.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { countVotes, leaders } from './votes.ts';
import { craftAt, type Work } from './work.ts';

/**
 * Votes on every image of the batch and attacks the vote at each radius. First votes choose the class, others than those
 * certify it (Cohen et al. 2019, arXiv:1902.02918, fig. 2, `Certify`), so that the choice does not bias the count.
 */
export async function voteBatch(work: Work, noisy: Spec): Promise<void> {
  const { spec, batch, host, pacer } = work;
  const { n, n0 } = spec.settings;
  const chosen = new Int32Array(batch.n);
  const count = new Int32Array(batch.n);
  for (let i = 0; i < batch.n; i++) {
    chosen[i] = leaders(await votesOn(work, i, batch.x, n0, 'choose'))[0];
    count[i] = (await votesOn(work, i, batch.x, n, 'certify'))[chosen[i]!]!;
    await pacer.complete(partsOf(spec).votes);
  }
  host.emit({ kind: 'certify', piece: { kind: 'votes', from: batch.positions[0]!, chosen, count } });
  for (const radius of noisy.epsilons) await attackVote(work, noisy, radius);
}

/** An image counts as fooled where the vote decides for a wrong class; one it abstains on does not. */
async function attackVote(work: Work, noisy: Spec, epsilon: number): Promise<void> {
  const { spec, batch, host, pacer } = work;
  const { n0, alpha } = spec.settings;
  const effort = partsOf(spec).noisyAttack * batch.n;
  const adversarial = await craftAt(work, noisy, epsilon, effort);
  const fooled = new Uint8Array(batch.n);
  try {
    for (let i = 0; i < batch.n; i++) {
      const counts = await votesOn(work, i, adversarial, n0, `attacked ${epsilon}`);
      const [first, second] = leaders(counts);
      fooled[i] = Number(first !== batch.classes[i] && isDecided(counts[first]!, counts[second]!, alpha));
    }
  } finally {
    adversarial.dispose();
  }
  host.emit({ kind: 'certify', piece: { kind: 'attacked', norm: 'l2', epsilon, from: batch.positions[0]!, fooled } });
  await pacer.complete(effort);
}

/** Votes on one image; each has a stream of its own for each purpose, so that batches and shards change nothing. */
async function votesOn(
  { spec, subject, batch, env, pacer }: Work,
  i: number,
  images: Images,
  n: number,
  purpose: string,
): Promise<Int32Array> {
  const x = tf.slice(images, i, 1);
  const { classifier } = subject;
  const rng = makeRng(spec.bare.seed).fork('smoothing').fork(purpose).fork(batch.positions[i]!);
  const { batchSize } = env;
  try {
    return await countVotes(n, {
      ...{ classifier, x, rng, batchSize, sigma: spec.settings.sigma },
      pause: () => pacer.tick(0),
    });
  } finally {
    x.dispose();
  }
}
