import type { Victim } from '../attacks/attack.ts';
import type { Rng } from '../core/rng.ts';
import { makeRng } from '../core/rng.ts';
import { type DefenseChain, isRandomised } from '../defenses/catalog.ts';
import { applyChain } from '../defenses/index.ts';
import type { Spec } from '../spec/spec.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import type { Subject } from './subject.ts';

/** Draws per gradient of an attack on a randomised defense, as in AutoAttack's version for such defenses. */
const usualDraws = 20;

export interface VictimOptions {
  readonly chain: DefenseChain;
  /** What the answers are for; a randomised defense draws an independent stream for each purpose. */
  readonly purpose: string;
  /** Told about every row that is asked about. */
  readonly bill?: (row: number) => void;
}

/** The model behind a chain of input transformations. Its gradient is the one an adaptive attacker uses (BPDA, EOT). */
export function defended(
  spec: Pick<Spec, 'seed' | 'eot'>,
  { classifier }: Subject,
  batch: Pick<Batch, 'positions'>,
  { chain, purpose, bill }: VictimOptions,
): Victim {
  const random = isRandomised(chain);
  const rngOf = streams((row) => makeRng(spec.seed).fork('defense').fork(purpose).fork(batch.positions[row]!));
  const over = (rowOf: (i: number) => number): Victim => ({
    classes: classifier.classes,
    draws: random ? spec.eot || usualDraws : 1,
    logits: (x) => {
      if (bill) for (let i = 0; i < x.shape[0]; i++) bill(rowOf(i));
      return tf.tidy(() => classifier.logits(applyChain(chain, x, (i) => rngOf(rowOf(i)))));
    },
    rows: (indices) => over((i) => rowOf(indices[i]!)),
  });
  return over((i) => i);
}

/** Each row's stream goes on where its last answer left it, in whatever company it is asked. */
function streams(open: (row: number) => Rng): (row: number) => Rng {
  const known = new Map<number, Rng>();
  return (row) => {
    const rng = known.get(row) ?? open(row);
    known.set(row, rng);
    return rng;
  };
}
