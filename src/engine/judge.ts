import type { Victim } from '../attacks/attack.ts';
import { LabError } from '../core/errors.ts';
import type { Norm } from '../core/threat.ts';
import type { Cell } from '../spec/cells.ts';
import type { CellBlock, Opinion, Opinions, Scores } from '../spec/events.ts';
import { type Objective, reached } from '../tensor/losses.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attacked } from './attackCell.ts';
import type { Batch } from './batches.ts';

/** What the model answers, row by row. */
export interface Answers {
  readonly predictions: Int32Array;
  readonly probabilities: Float32Array;
  readonly logits: Float32Array;
}

/** Class probabilities and logits of the first `n` images. */
export async function answers(victim: Victim, x: Images, n: number): Promise<Answers> {
  const [p, best, z] = tf.tidy(() => {
    const scores = victim.logits(x);
    return [tf.softmax(scores), tf.argMax(scores, 1), scores] as const;
  });
  try {
    const [probabilities, predictions, logits] = await Promise.all([p.data(), best.data(), z.data()]);
    return {
      predictions: Int32Array.from(predictions.subarray(0, n)),
      probabilities: Float32Array.from(probabilities.subarray(0, n * victim.classes)),
      logits: Float32Array.from(logits.subarray(0, n * victim.classes)),
    };
  } finally {
    tf.dispose([p, best, z]);
  }
}

/** What second models say about the first `n` images, as a block keeps it; nothing where there are none. */
export async function opinions(
  models: ReadonlyMap<string, Pick<Victim, 'logits'>> | undefined,
  x: Images,
  n: number,
): Promise<{ readonly opinions?: Opinions }> {
  if (!models) return {};
  const said: [string, Opinion][] = [];
  for (const [id, model] of models) said.push([id, await opinion(model, x, n)]);
  return { opinions: Object.fromEntries(said) };
}

async function opinion(model: Pick<Victim, 'logits'>, x: Images, n: number): Promise<Opinion> {
  const [best, most] = tf.tidy(() => {
    const logits = model.logits(x);
    return [tf.argMax(logits, 1), tf.max(tf.softmax(logits), 1)] as const;
  });
  try {
    const [predictions, confidences] = await Promise.all([best.data(), most.data()]);
    return {
      predictions: Int32Array.from(predictions.subarray(0, n)),
      confidences: Float32Array.from(confidences.subarray(0, n)),
    };
  } finally {
    tf.dispose([best, most]);
  }
}

/** Scores of the first `n` images by detector, as a block keeps them; nothing where there are none. Takes the tensors over. */
export async function scores(
  found: Readonly<Record<string, tf.Tensor1D>>,
  n: number,
): Promise<{ readonly scores?: Scores }> {
  try {
    const read = Object.entries(found).map(async ([id, score]) => [
      id,
      Float32Array.from((await score.data()).subarray(0, n)),
    ]);
    return read.length > 0 ? { scores: Object.fromEntries(await Promise.all(read)) } : {};
  } finally {
    tf.dispose(Object.values(found));
  }
}

/**
 * Decides what an attack achieved, independently of what it claims: the images must be finite, inside [0, 1] and within
 * ε, and success is what the defended model says about them.
 *
 * @throws {LabError} `contract` when an attack broke the rules; that is a bug of ours, not of the user.
 */
export async function judge(
  victim: Victim,
  objective: Objective,
  batch: Batch,
  adversarial: Images,
  cell: Cell,
  norm: Norm,
  { queries, by }: Partial<Pick<Attacked, 'queries' | 'by'>> = {},
): Promise<CellBlock> {
  const { n, x } = batch;
  const [distance, low, high, hit, stored] = tf.tidy(
    () =>
      [
        balls[norm].distance(adversarial, x),
        tf.min(adversarial),
        tf.max(adversarial),
        reached(objective, victim.logits(adversarial)),
        reached(objective, victim.logits(roundTo8Bits(adversarial))),
      ] as const,
  );
  try {
    const [distances, [lowest], [highest], success, survives] = await Promise.all([
      distance.data(),
      low.data(),
      high.data(),
      hit.data(),
      stored.data(),
    ]);
    assertFeasible(distances as Float32Array, lowest!, highest!, cell, norm);
    return {
      from: batch.positions[0]!,
      ...(await answers(victim, adversarial, n)),
      success: Uint8Array.from(success.subarray(0, n)),
      distances: Float32Array.from(distances.subarray(0, n)),
      survives: Uint8Array.from(survives.subarray(0, n), (kept, i) => kept & success[i]!),
      queries: queries?.slice(0, n),
      ...(by && { by: by.slice(0, n) }),
    };
  } finally {
    tf.dispose([distance, low, high, hit, stored]);
  }
}

/** As a PNG file stores them; owned by the caller. */
export const roundTo8Bits = (x: Images): Images => tf.div(tf.round(tf.mul(x, 255)), 255);

function assertFeasible(
  distances: Float32Array,
  low: number,
  high: number,
  { attack, epsilon }: Cell,
  norm: Norm,
): void {
  if (!(low >= 0 && high <= 1))
    throw new LabError('contract', `${attack}: pixels left [0, 1]: found [${low}, ${high}]`);
  const most = epsilon ?? Number.MAX_VALUE;
  const broken = distances.find((distance) => !(distance <= most * (1 + 1e-5) + 1e-6)); // true for NaN as well
  if (broken !== undefined) {
    throw new LabError('contract', `${attack}: ${norm} distance ${broken} exceeds ε = ${most}`);
  }
}
