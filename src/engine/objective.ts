import type { Goal } from '../core/threat.ts';
import type { Objective } from '../tensor/losses.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import type { Subject } from './subject.ts';

/** What the attacker wants from each image of a batch. `targets` is −1 where there is none; `dispose` frees the tensors. */
export interface BatchObjective {
  readonly objective: Objective;
  readonly targets: Int32Array;
  dispose(): void;
}

export async function objectiveOf(goal: Goal, subject: Subject, batch: Batch): Promise<BatchObjective> {
  const { labels } = batch;
  if (goal.kind === 'untargeted' || goal.kind === 'best-of-all') {
    const none = new Int32Array(batch.positions.length).fill(-1);
    return { objective: { kind: 'untargeted', labels }, targets: none, dispose: () => undefined };
  }
  const wanted = goal.kind === 'least-likely' ? await leastLikely(subject, batch) : fixedTargets(goal, subject, batch);
  const targets = tf.tensor1d(wanted, 'int32');
  return { objective: { kind: 'targeted', labels, targets }, targets: wanted, dispose: () => targets.dispose() };
}

function fixedTargets(goal: Extract<Goal, { kind: 'offset' | 'class' }>, { classifier }: Subject, batch: Batch) {
  return goal.kind === 'class'
    ? new Int32Array(batch.classes.length).fill(goal.target)
    : batch.classes.map((label) => (label + goal.offset) % classifier.classes);
}

/** The class with the smallest logit on the clean image, as the undefended model sees it. */
async function leastLikely({ classifier }: Subject, { x }: Batch): Promise<Int32Array> {
  const least = tf.tidy(() => tf.argMin(classifier.logits(x), 1));
  try {
    return Int32Array.from(await least.data());
  } finally {
    least.dispose();
  }
}
