import { openNetwork } from '../classifiers/graph/network.ts';
import { chunks } from '../core/chunks.ts';
import { LabError } from '../core/errors.ts';
import { makeRng, shuffled } from '../core/rng.ts';
import { chainName, type DefenseChain } from '../defenses/catalog.ts';
import { type DetectorChoice, type DetectorId, knownImagesOf } from '../detectors/catalog.ts';
import type { Known } from '../detectors/detector.ts';
import { halvesOf, thresholdAt } from '../spec/detection.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { loadBatch } from './batches.ts';
import { scores } from './judge.ts';
import type { Subject } from './subject.ts';
import { suspicions } from './victim.ts';

/** The detectors of a run and what they have to know. */
export interface Watch {
  readonly detectors: readonly DetectorChoice[];
  features(x: Images): tf.Tensor2D;
  known(): Known;
  /** An image is turned away beside a chain where its score is larger. */
  thresholdOf(chain: DefenseChain, id: DetectorId): number;
}

/** A subject whose model is watched by the detectors of the run, if there are any. `close` frees what was opened for them. */
export interface WatchedSubject {
  readonly subject: Subject;
  close(): void;
}

/**
 * Known images are drawn from those that are not attacked, by the seed alone, and seen by the undefended model. An
 * attacker who knows the detectors knows their thresholds too: they are fitted beforehand, on the clean images that the
 * report fits them on.
 *
 * @throws {LabError} `spec` where a detector needs features and the model does not show them, or all images are attacked.
 */
export async function openWatch(spec: Spec, subject: Subject): Promise<WatchedSubject> {
  const { detectors } = spec;
  if (detectors.length === 0) return { subject, close: () => undefined };
  const { close, ...sight } = await openSight(spec, subject);
  const without = { ...subject, watch: { detectors, ...sight, thresholdOf: missing } };
  try {
    const thresholdOf = await fitThresholds(spec, without);
    return { subject: { ...subject, watch: { ...without.watch, thresholdOf } }, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What detectors see besides answers. */
type Sight = Pick<Watch, 'features' | 'known'> & Pick<WatchedSubject, 'close'>;

async function openSight(spec: Spec, subject: Subject): Promise<Sight> {
  const wanted = Math.max(...spec.detectors.map(knownImagesOf));
  if (wanted === 0) return { features: missing, known: missing, close: () => undefined };
  const { classifier, images } = subject;
  const others = images.size - spec.count;
  if (!classifier.network)
    throw new LabError(
      'spec',
      `neighbours: expected a model that shows its layers, got ${classifier.id}; leave it out`,
    );
  if (others < 2)
    throw new LabError('spec', `neighbours: expected images beside the ${spec.count} attacked; lower count`);
  const network = openNetwork(await classifier.network(), classifier.id);
  const drawn = shuffled(others, makeRng(spec.seed).fork('known')).subarray(0, wanted);
  const positions = Array.from(drawn, (i) => spec.count + i);
  try {
    const known = await knownAmong(subject, positions, network.features);
    const close = () => {
      tf.dispose([known.features, known.labels]);
      network.dispose();
    };
    return { features: network.features, known: () => known, close };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

const missing = (): never => {
  throw new LabError(
    'contract',
    'a detector asked for known images without declaring them, or before the thresholds were fitted',
  );
};

/** Thresholds of every detector beside every chain. */
async function fitThresholds(spec: Spec, subject: Subject): Promise<Watch['thresholdOf']> {
  const { fit } = halvesOf(spec.count, spec.seed);
  const fitted = new Map<string, number>();
  for (const chain of spec.defenses) {
    const all = await cleanScores(spec, subject, chain, fit);
    for (const [id, scores] of Object.entries(all))
      fitted.set(`${chainName(chain)}|${id}`, thresholdAt(scores, spec.fpr));
  }
  return (chain, id) => fitted.get(`${chainName(chain)}|${id}`) ?? never; // of one image none is fitted on
}

const never = 1e6; // above any score, and finite: infinite ones have no gradient

async function cleanScores(spec: Spec, subject: Subject, chain: DefenseChain, images: readonly number[]) {
  const all: Record<string, number[]> = {};
  for (const some of chunks(images, chunk)) {
    const batch = await loadBatch(subject, some, some.length);
    try {
      const seen = suspicions(spec, subject, batch, { chain, purpose: 'clean scores' }, batch.x);
      const { scores: found = {} } = await scores(seen, some.length);
      for (const [id, values] of Object.entries(found)) all[id] = [...(all[id] ?? []), ...values];
    } finally {
      batch.dispose();
    }
  }
  return all;
}

const chunk = 100; // fixed, so that every worker computes the same

async function knownAmong(subject: Subject, positions: readonly number[], features: Watch['features']): Promise<Known> {
  const parts: tf.Tensor2D[] = [];
  const labels: number[] = [];
  try {
    for (const some of chunks(positions, chunk)) {
      const batch = await loadBatch(subject, some, some.length);
      parts.push(tf.tidy(() => features(batch.x)));
      labels.push(...batch.classes);
      batch.dispose();
    }
    return { features: tf.concat(parts), labels: tf.tensor1d(labels, 'int32') };
  } finally {
    tf.dispose(parts);
  }
}
