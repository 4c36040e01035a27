import { makeRng } from '../../core/rng.ts';
import type { DefenseChain } from '../../defenses/catalog.ts';
import { noiseDraws } from '../../spec/checks/sample.ts';
import type { Spec } from '../../spec/spec.ts';
import { reached } from '../../tensor/losses.ts';
import { balls, confine, type Images } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { objectiveOf } from '../objective.ts';
import { defended } from '../victim.ts';
import type { Bench } from './trial.ts';

/** Which images some of ten blind perturbations on the rim of the ε-ball fool; those already won count as fooled. */
export async function fooledByNoise(
  { subject, batch, ctx }: Bench,
  { spec, chain, epsilon }: { readonly spec: Spec; readonly chain: DefenseChain; readonly epsilon: number },
): Promise<boolean[]> {
  const goal = await objectiveOf(spec.goal, subject, batch);
  const victim = defended(spec, subject, batch, { chain, purpose: 'check noise' });
  const ball = balls[spec.norm];
  const streams = batch.positions.map((position) => makeRng(spec.seed).fork('check noise').fork(position));
  const fooled = Array.from({ length: batch.n }, () => false);
  const look = async (make: () => Images) => {
    const hit = tf.tidy(() => reached(goal.objective, victim.logits(make())));
    const hits = await hit.data();
    hit.dispose();
    fooled.forEach((_, i) => {
      if (hits[i]) fooled[i] = true;
    });
  };
  try {
    await look(() => batch.x);
    for (let draw = 0; draw < noiseDraws; draw++) {
      await ctx.tick(draw, noiseDraws);
      const size = batch.x.size / streams.length;
      const values = Float32Array.from({ length: batch.x.size }, (_, i) => streams[Math.floor(i / size)]!.normal());
      await look(() => {
        const direction = ball.steepest(tf.tensor4d(values, batch.x.shape));
        return confine(ball, tf.add(batch.x, tf.mul(epsilon, direction)), batch.x, epsilon);
      });
    }
    return fooled;
  } finally {
    goal.dispose();
  }
}
