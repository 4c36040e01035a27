import { gatherRows } from '../tensor/gatherRows.ts';
import type { Objective } from '../tensor/losses.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';

/**
 * The same attack on some rows of its batch: an image keeps its random stream, its objective and its bill. Rows may
 * repeat, which asks several questions about one image at once. `dispose` frees what was gathered.
 */
export function subset<Params>(
  input: AttackInput<Params>,
  rows: readonly number[],
): { readonly input: AttackInput<Params>; dispose(): void } {
  const x0 = gatherRows(input.x0, rows);
  const objective = objectiveOf(input.objective, rows);
  const { ctx } = input;
  return {
    input: {
      ...input,
      x0,
      objective,
      victim: input.victim.rows(rows),
      ctx: {
        ...ctx,
        rngOf: (i, name) => ctx.rngOf(rows[i]!, name),
        ...(ctx.credit && { credit: (i, member) => ctx.credit!(rows[i]!, member) }),
      },
    },
    dispose: () => tf.dispose([x0, objective as unknown as tf.TensorContainer]), // an objective is a record of tensors
  };
}

function objectiveOf(objective: Objective, rows: readonly number[]): Objective {
  const labels = gatherRows(objective.labels, rows);
  return objective.kind === 'targeted'
    ? { ...objective, labels, targets: gatherRows(objective.targets, rows) }
    : { ...objective, labels };
}
