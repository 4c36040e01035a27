import type { AttackInput, Victim } from '../../attacks/attack.ts';
import type { Images } from '../../tensor/norms.ts';
import type * as tf from '../../tensor/tf.ts';
import type { Classroom } from '../course.ts';
import { meanCrossEntropy } from '../losses.ts';
import { victimOf } from '../victimOf.ts';
import type { Batch, Descend } from './method.ts';

/** One update on these images, with the true labels. Ownership of `x` passes. */
export async function teachOn(x: Images, { labels }: Batch, descend: Descend): Promise<tf.Scalar> {
  try {
    return (await descend((answer) => meanCrossEntropy(answer(x), labels))).loss;
  } finally {
    x.dispose();
  }
}

/** An attack on the learner as it is now, within the budget that the ramp has come to. All borrowed. */
export function attackOn<Params>(
  room: Classroom,
  { clean, labels, positions, rng, t }: Batch,
  { epsilon, rampEpochs }: { readonly epsilon: number; readonly rampEpochs: number },
  params: Params,
): AttackInput<Params> & { readonly victim: Victim } {
  return {
    victim: victimOf(room.learner, room.recipe.classNames.length),
    x0: clean,
    objective: { kind: 'untargeted', labels },
    threat: { norm: 'linf', epsilon: epsilon * ramp(t, rampEpochs * room.steps) },
    params,
    ctx: { signal: room.host.signal, tick: async () => undefined, rngOf: (i) => rng.fork(positions[i]!) },
  };
}

/** From nearly 0 at batch 1 to 1 at batch `length` and after. */
export const ramp = (t: number, length: number): number => Math.min(1, Math.max(0, t) / Math.max(1, length));
