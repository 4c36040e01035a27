import type { AttackChoice } from '../../attacks/catalog.ts';
import { chainName, type DefenseChain } from '../../defenses/catalog.ts';
import { type Cell, cellKey } from '../../spec/cells.ts';
import type { Spec } from '../../spec/spec.ts';
import type { StepContext } from '../../tensor/iterate.ts';
import { type Objective, reached } from '../../tensor/losses.ts';
import { balls } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { attackCell } from '../attackCell.ts';
import type { Batch } from '../batches.ts';
import { roundTo8Bits } from '../judge.ts';
import { objectiveOf } from '../objective.ts';
import type { Subject } from '../subject.ts';
import { defended } from '../victim.ts';

/** One attack on one defense, to be tried on the sample. */
export interface TrialPlan {
  /** As the run has it, or with other settings for the trial. */
  readonly spec: Spec;
  readonly choice: AttackChoice;
  readonly chain: DefenseChain;
  readonly epsilon: number;
}

/** What became of the sample, one entry per image. */
export interface Trial {
  readonly images: readonly number[];
  /** The adversary has what it wants, as the defended model says. */
  readonly won: readonly boolean[];
  /** It had it at one of the steps; all false where the attack does not show them. */
  readonly everWon: readonly boolean[];
  /** Gain at every step that the attack showed, by step and image. */
  readonly gains: readonly (readonly number[])[];
  /** Distance beyond ε after rounding to 8 bits; negative inside. */
  readonly excess: readonly number[];
}

export interface Bench {
  readonly subject: Subject;
  readonly batch: Batch;
  readonly ctx: Omit<StepContext, 'rngOf' | 'trace'>;
}

/** Runs the attack on one batch as the run would, watches its steps if asked to, and judges the end. */
export async function tryAttack(
  { subject, batch, ctx }: Bench,
  { spec, choice, chain, epsilon }: TrialPlan,
  { watch }: { readonly watch: boolean },
): Promise<Trial> {
  const cell: Cell = { attack: choice.id, defense: chainName(chain), adaptive: true, epsilon };
  const goal = await objectiveOf(spec.goal, subject, batch);
  const path = watchPath(goal.objective, batch.n);
  const run = {
    spec: { ...spec, attacks: [choice] },
    subject,
    batch,
    cell,
    objective: goal.objective,
    ctx: watch ? { ...ctx, trace: path.trace } : ctx,
  };
  try {
    const { adversarial } = await attackCell(run);
    try {
      const victim = defended(spec, subject, batch, { chain, purpose: `check ${cellKey(cell)}` });
      const won = tf.tidy(() => reached(goal.objective, victim.logits(adversarial)));
      const stored = tf.tidy(() => balls[spec.norm].distance(roundTo8Bits(adversarial), batch.x));
      return {
        images: batch.positions.slice(0, batch.n),
        won: await claims(won, batch.n),
        everWon: path.everWon,
        gains: path.gains,
        excess: (await numbers(stored, batch.n)).map((distance) => distance - epsilon),
      };
    } finally {
      adversarial.dispose();
    }
  } finally {
    goal.dispose();
  }
}

/** Records gains and successes of the first `n` images at every step. */
function watchPath(objective: Objective, n: number) {
  const gains: number[][] = [];
  const everWon = Array.from({ length: n }, () => false);
  const trace: NonNullable<StepContext['trace']> = async ({ logits, gain }) => {
    const hits = await claims(
      tf.tidy(() => reached(objective, logits)),
      n,
    );
    hits.forEach((hit, i) => {
      if (hit) everWon[i] = true;
    });
    gains.push(await numbers(tf.clone(gain), n));
  };
  return { gains, everWon, trace };
}

/** The first `n` values; the tensor is freed. */
async function numbers(tensor: tf.Tensor, n: number): Promise<number[]> {
  const values = Array.from(await tensor.data()).slice(0, n);
  tensor.dispose();
  return values;
}

const claims = async (tensor: tf.Tensor, n: number): Promise<boolean[]> => (await numbers(tensor, n)).map(Boolean);

/** Several batches as if they had been one. */
export function joinTrials(trials: readonly Trial[]): Trial {
  const steps = Math.min(...trials.map(({ gains }) => gains.length));
  return {
    images: trials.flatMap(({ images }) => images),
    won: trials.flatMap(({ won }) => won),
    everWon: trials.flatMap(({ everWon }) => everWon),
    gains: Array.from({ length: steps }, (_, step) => trials.flatMap(({ gains }) => gains[step]!)),
    excess: trials.flatMap(({ excess }) => excess),
  };
}
