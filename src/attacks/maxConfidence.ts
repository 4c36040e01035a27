import type { Objective } from '../tensor/losses.ts';
import { reached } from '../tensor/losses.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import { replaceRows } from '../tensor/replaceRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput, Victim } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { pgd } from './pgd.ts';
import { shifted } from './shifted.ts';
import { subset } from './subset.ts';

type Input = AttackInput<AttackParams<'maxconfidence'>>;

/**
 * Looks for the wrong answer the model is surest of, whatever it says on the way: the attack on a system that accepts by
 * confidence (MaxConfidence of Goodfellow et al. 2018, "Evaluation methodology for attacks against confidence
 * thresholding models"; the adaptive attack of Stutz et al. 2020, arXiv:1910.06259, sec. 4).
 *
 *     x' = argmax { max_{k≠y} p_k(x) : x ∈ {x₀, PGD, PGD towards k for every k ≠ y} }
 *
 * The first climb is PGD as it would be by itself, with the same stream, so that with equal settings no image ends less
 * sure than under PGD. With a wanted class it goes there alone.
 *
 * Differs from the papers: every climb is PGD of a fixed step, and `stopAt` lets an image go as soon as some wrong answer
 * reaches the confidence that the system asks for.
 * Cost: `steps` × classes forward and backward passes, two forward passes for each climb.
 */
export const maxConfidence: Attack<'maxconfidence'> = async (input) => {
  const climbs = climbsOf(input);
  let best = tf.clone(input.x0);
  let sureness = await surenessOf(input.victim, input.objective, best);
  try {
    for (const [i, climb] of climbs.entries()) {
      const rows = [...sureness.keys()].filter((row) => input.ctx.trace || sureness[row]! < input.params.stopAt);
      if (rows.length === 0) break;
      const part = subset(withTicks(input, i, climbs.length), rows);
      try {
        const found = await climb(part.input);
        const sure = await surenessOf(part.input.victim, part.input.objective, found);
        const wins = rows.map((row, j) => sure[j]! > sureness[row]!);
        const next = replaceRows(best, found, rows, (j) => wins[j]!);
        tf.dispose([best, found]);
        best = next;
        sureness = sureness.map((value, row) => Math.max(value, sure[rows.indexOf(row)] ?? value));
      } finally {
        part.dispose();
      }
    }
    return best;
  } catch (error) {
    best.dispose();
    throw error;
  }
};

type Climb = (part: Input) => Promise<Images>;

/** PGD as it is, then towards the class `offset` places after the label, for every offset. */
function climbsOf({ objective, victim }: Input): Climb[] {
  const plain: Climb = (part) => climb(part, part.objective, (i) => part.ctx.rngOf(i, 'pgd'));
  if (objective.kind === 'targeted') return [plain];
  const towards = Array.from(
    { length: victim.classes - 1 },
    (_, i): Climb =>
      (part) =>
        climbTowards(part, i + 1),
  );
  return [plain, ...towards];
}

async function climbTowards(part: Input, offset: number): Promise<Images> {
  const { labels } = part.objective;
  const targets = shifted(labels, offset, part.victim.classes);
  try {
    return await climb(part, { kind: 'targeted', labels, targets }, (i) => part.ctx.rngOf(i).fork(offset));
  } finally {
    targets.dispose();
  }
}

const climb = (part: Input, objective: Objective, rngOf: Input['ctx']['rngOf']): Promise<Images> => {
  const { steps, stepSize } = part.params;
  const params = { steps, stepSize, randomStart: true, restarts: 1, loss: 'ce', earlyStop: false } as const;
  return pgd({ ...part, objective, params, ctx: { ...part.ctx, rngOf } });
};

function withTicks(input: Input, done: number, of: number): Input {
  const tick = (step: number, steps: number) => input.ctx.tick(done * steps + step, of * steps);
  return { ...input, ctx: { ...input.ctx, tick } };
}

/** Probability of the best answer the attacker wants, less 1 where the model gives another: any success beats any failure. */
async function surenessOf(victim: Victim, objective: Objective, x: Images): Promise<readonly number[]> {
  const sureness = tf.tidy(() => {
    const z = victim.logits(x);
    return tf.add(wanted(objective, z), tf.sub(tf.cast(reached(objective, z), 'float32'), 1));
  });
  try {
    return Array.from(await sureness.data());
  } finally {
    sureness.dispose();
  }
}

function wanted(objective: Objective, z: Logits): tf.Tensor {
  const [p, classes] = [tf.softmax(z), z.shape[1]];
  return objective.kind === 'targeted'
    ? tf.sum(tf.mul(p, tf.oneHot(objective.targets, classes)), 1)
    : tf.max(tf.mul(p, tf.sub(1, tf.oneHot(objective.labels, classes))), 1);
}
