import type { Attack, Victim } from '../attacks/attack.ts';
import type { AttackChoice, AttackId } from '../attacks/catalog.ts';
import { attacks } from '../attacks/index.ts';
import { makeRng } from '../core/rng.ts';
import { chainName, type DefenseChain } from '../defenses/catalog.ts';
import { applyChain } from '../defenses/index.ts';
import type { Cell } from '../spec/cells.ts';
import type { Spec } from '../spec/spec.ts';
import type { StepContext } from '../tensor/iterate.ts';
import { type Objective, reached } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import type { Subject } from './subject.ts';

/** The model behind a chain of input transformations. Its gradient is the one an adaptive attacker uses (BPDA). */
export function defended({ classifier }: Subject, chain: DefenseChain): Victim {
  return { classes: classifier.classes, logits: (x) => tf.tidy(() => classifier.logits(applyChain(chain, x))) };
}

export interface CellRun {
  readonly spec: Spec;
  readonly subject: Subject;
  readonly batch: Batch;
  readonly cell: Cell;
  readonly objective: Objective;
  readonly ctx: Omit<StepContext, 'rngOf'>;
}

/**
 * Attacks one batch as `cell` says and returns the images, owned by the caller.
 *
 * The attacker sees the defended model if adaptive, else the bare one. Where the clean image already gives the attacker
 * what it wants from the defended model, there is nothing to attack and the clean image is returned, at distance 0.
 */
export async function attackCell({ spec, subject, batch, cell, objective, ctx }: CellRun): Promise<Images> {
  const choice = spec.attacks.find(({ id }) => id === cell.attack)!; // cells are planned from the spec
  const judge = defended(subject, chainOf(spec, cell));
  const victim = cell.adaptive ? judge : defended(subject, []);
  const stream = makeRng(spec.seed).fork(cell.attack);
  const found = await dispatch(choice, {
    victim,
    x0: batch.x,
    objective,
    threat: { norm: spec.norm, epsilon: cell.epsilon },
    ctx: { ...ctx, rngOf: (i) => stream.fork(batch.positions[i]!) },
  });
  const adversarial = tf.tidy(() => selectRows(reached(objective, judge.logits(batch.x)), batch.x, found));
  found.dispose();
  return adversarial;
}

export const chainOf = (spec: Spec, { defense }: Pick<Cell, 'defense'>): DefenseChain =>
  spec.defenses.find((chain) => chainName(chain) === defense)!; // cells are planned from the spec

function dispatch<Id extends AttackId>(choice: AttackChoice<Id>, input: Omit<Parameters<Attack<Id>>[0], 'params'>) {
  const attack: Attack<Id> = attacks[choice.id];
  return attack({ ...input, params: choice.params });
}
