import { budgetOf, planCells } from '../spec/cells.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { attackCell, type CellRun } from './attackCell.ts';
import type { Batch } from './batches.ts';
import { withinBudget } from './cascade.ts';
import type { Env, Host } from './env.ts';
import type { BatchObjective } from './objective.ts';
import { type Lessons, prepare } from './prepare.ts';
import type { Subject } from './subject.ts';

export interface CraftOn {
  /** One budget, and the attack that counts is the first; `attack` names another of them. */
  readonly spec: Spec;
  readonly attack?: string;
  readonly subject: Subject;
  readonly batch: Batch;
  readonly goal: BatchObjective;
  readonly lessons: Lessons;
  readonly env: Env;
  readonly host: Host<RunEvent>;
  readonly ctx: CellRun['ctx'];
  readonly everyRow?: true;
}

/** Images crafted on a bare model, within the budget, to be shown to another one. Owned by the caller. */
export async function craftOn({ spec, attack = spec.attacks[0]!.id, goal, ...work }: CraftOn): Promise<Images> {
  const cell = planCells(spec).find((planned) => planned.attack === attack)!; // of an attack of the spec
  const { subject, batch, ctx, everyRow } = work;
  const learned = await prepare({ ...work, spec, cell });
  const run = { spec, subject, batch, cell, objective: goal.objective, ctx, learned };
  const { adversarial } = await attackCell({ ...run, ...(everyRow && { everyRow }) });
  if (budgetOf(cell.attack) !== 'minimal') return adversarial;
  try {
    const threat = { norm: spec.norm, epsilon: spec.epsilons[0]! };
    return withinBudget(adversarial, { x0: batch.x, threat });
  } finally {
    tf.dispose(adversarial);
  }
}
