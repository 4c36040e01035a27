import type { Victim } from '../attacks/attack.ts';
import { pgd } from '../attacks/pgd.ts';
import type { Rng } from '../core/rng.ts';
import type { Images, Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Course } from './course.ts';
import type { Learner } from './learner.ts';

/** A batch of clean images, borrowed, and what is needed to make examples of it. */
interface Material {
  readonly clean: Images;
  readonly labels: Labels;
  /** Of the rows in the training set: an image starts at the same random point in any batch. */
  readonly positions: Int32Array;
  readonly rng: Rng;
  /** Number of the update, counted from 1. */
  readonly t: number;
}

/**
 * What the network is shown in one update, owned by the caller: the images as they are, or what PGD makes of them
 * against the network as it is now (Madry et al. 2018, arXiv:1706.06083, sec. 2.1).
 */
export async function exampleOf({ recipe, steps, learner, host }: Course, material: Material): Promise<Images> {
  const { adversary } = recipe;
  const { clean, labels, positions, rng, t } = material;
  if (!adversary) return tf.clone(clean);
  const ramp = Math.min(1, t / Math.max(1, adversary.rampEpochs * steps));
  return pgd({
    victim: asVictim(learner, recipe.classNames.length),
    x0: clean,
    objective: { kind: 'untargeted', labels },
    threat: { norm: 'linf', epsilon: adversary.epsilon * ramp },
    params: { ...adversary, randomStart: true, restarts: 1, loss: 'ce', earlyStop: false },
    ctx: { signal: host.signal, tick: async () => undefined, rngOf: (i) => rng.fork(positions[i]!) },
  });
}

function asVictim(learner: Learner, classes: number): Victim {
  const victim: Victim = {
    classes,
    draws: 1,
    logits: (x) => tf.tidy(() => learner.logits(x)),
    rows: () => victim, // the network answers every row alike
  };
  return victim;
}
