import type { Victim } from '../attacks/attack.ts';
import type { Rng } from '../core/rng.ts';
import { makeRng } from '../core/rng.ts';
import { type DefenseChain, isRandomised } from '../defenses/catalog.ts';
import { applyChain } from '../defenses/index.ts';
import type { DetectorId } from '../detectors/catalog.ts';
import type { Watched } from '../detectors/detector.ts';
import { impression } from '../detectors/index.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import { heldBack } from './heldBack.ts';
import type { Subject } from './subject.ts';

/** Draws per gradient of an attack on a randomised defense, as in AutoAttack's version for such defenses. */
const usualDraws = 20;

export interface VictimOptions {
  readonly chain: DefenseChain;
  /** What the answers are for; a randomised defense draws an independent stream for each purpose. */
  readonly purpose: string;
  /** Told about every row that is asked about. */
  readonly bill?: (row: number) => void;
  /** True class of every row of the batch, for an attacker who knows the detectors: a suspected image counts as its own. */
  readonly wary?: Int32Array | undefined;
}

/** The model behind a chain of input transformations. Its gradient is the one an adaptive attacker uses (BPDA, EOT). */
export function defended(
  spec: Pick<Spec, 'seed' | 'eot'>,
  subject: Subject,
  batch: Pick<Batch, 'positions'>,
  { bill, wary, ...options }: VictimOptions,
): Victim {
  const { classifier, watch } = subject;
  const random = isRandomised(options.chain);
  const model = behind(spec, subject, batch, options);
  const over = (rowOf: (i: number) => number): Victim => ({
    classes: classifier.classes,
    draws: random ? spec.eot || usualDraws : 1,
    logits: (x) => {
      if (bill) for (let i = 0; i < x.shape[0]; i++) bill(rowOf(i));
      const asked = model(rowOf);
      return tf.tidy(() => {
        const z = asked.logits(x);
        if (!wary || !watch) return z;
        const classes = Int32Array.from({ length: x.shape[0] }, (_, i) => wary[rowOf(i)]!);
        const seen = watch.detectors.map((choice) => ({
          ...impression(choice, x, asked),
          threshold: watch.thresholdOf(options.chain, choice.id),
          penalty: choice.params.penalty,
        }));
        return heldBack(z, tf.tensor1d(classes, 'int32'), seen);
      });
    },
    rows: (indices) => over((i) => rowOf(indices[i]!)),
  });
  return over((i) => i);
}

/**
 * Scores of every detector, `[n]` by its name, owned by the caller. They are those of the model behind the chain.
 *
 * @throws {LabError} as the detectors do.
 */
export function suspicions(
  spec: Pick<Spec, 'seed'>,
  subject: Subject,
  batch: Pick<Batch, 'positions'>,
  options: Pick<VictimOptions, 'chain' | 'purpose'>,
  x: Images,
): Partial<Record<DetectorId, tf.Tensor1D>> {
  const model = behind(spec, subject, batch, options)((i) => i);
  return Object.fromEntries(
    (subject.watch?.detectors ?? []).map((choice) => [choice.id, tf.tidy(() => impression(choice, x, model).score)]),
  );
}

/** The model behind the chain, by what row of the batch row i of its images shows. */
function behind(
  spec: Pick<Spec, 'seed'>,
  { classifier, watch }: Subject,
  batch: Pick<Batch, 'positions'>,
  { chain, purpose }: Pick<VictimOptions, 'chain' | 'purpose'>,
): (rowOf: (i: number) => number) => Watched {
  const rngOf = streams((row) => makeRng(spec.seed).fork('defense').fork(purpose).fork(batch.positions[row]!));
  return (rowOf) => {
    const through = (x: Images) => applyChain(chain, x, (i) => rngOf(rowOf(i)));
    return {
      classes: classifier.classes,
      logits: (x) => classifier.logits(through(x)),
      features: (x) => watch!.features(through(x)), // only detectors ask, and only a watched subject has them
      known: () => watch!.known(),
    };
  };
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
