import { openNetwork } from '../classifiers/graph/network.ts';
import { LabError } from '../core/errors.ts';
import { makeRng, shuffled } from '../core/rng.ts';
import { type DetectorChoice, knownImagesOf } from '../detectors/catalog.ts';
import type { Known } from '../detectors/detector.ts';
import type { Spec } from '../spec/spec.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { loadBatch } from './batches.ts';
import type { Subject } from './subject.ts';

/** The detectors of a run and what they have to know. */
export interface Watch {
  readonly detectors: readonly DetectorChoice[];
  features(x: Images): tf.Tensor2D;
  known(): Known;
}

/** A subject whose model is watched by the detectors of the run, if there are any. `close` frees what was opened for them. */
export interface WatchedSubject {
  readonly subject: Subject;
  close(): void;
}

/**
 * Known images are drawn from those that are not attacked, by the seed alone, and seen by the undefended model.
 *
 * @throws {LabError} `spec` where a detector needs features and the model does not show them, or all images are attacked.
 */
export async function openWatch(spec: Spec, subject: Subject): Promise<WatchedSubject> {
  const { detectors } = spec;
  if (detectors.length === 0) return { subject, close: () => undefined };
  const wanted = Math.max(...detectors.map(knownImagesOf));
  if (wanted === 0) return { subject: { ...subject, watch: watchOf(detectors) }, close: () => undefined };
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
    return { subject: { ...subject, watch: watchOf(detectors, network.features, known) }, close };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function watchOf(detectors: readonly DetectorChoice[], features?: Watch['features'], known?: Known): Watch {
  const missing = (): never => {
    throw new LabError('contract', 'a detector that declares no known images asked for them');
  };
  return { detectors, features: features ?? missing, known: known ? () => known : missing };
}

const chunk = 100; // fixed, so that every worker computes the same

async function knownAmong(subject: Subject, positions: readonly number[], features: Watch['features']): Promise<Known> {
  const parts: tf.Tensor2D[] = [];
  const labels: number[] = [];
  try {
    for (let from = 0; from < positions.length; from += chunk) {
      const some = positions.slice(from, from + chunk);
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
