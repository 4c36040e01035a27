import { trainingProblem } from '../classifiers/audit.ts';
import type { Classifier } from '../classifiers/classifier.ts';
import { type ImportedModel, openModelFiles } from '../classifiers/openModelFile.ts';
import type { Audited, AuditRequest, AuditStep, OwnPreview } from '../spec/own.ts';
import { fittingData } from '../spec/usual.ts';
import type { Images } from '../tensor/norms.ts';
import { resized } from '../tensor/resize.ts';
import * as tf from '../tensor/tf.ts';
import type { Env } from './env.ts';
import { describeOwn } from './own.ts';
import { openImages } from './subject.ts';

const tried = 64; // images that are counted, fewer large ones: enough to tell a wrong pixel range from a right one
const shown = 8;

/** Opens a model of the reader's, and tries it on images that fit. @throws {LabError} `asset`, naming what is wrong. */
export async function auditModel(
  request: AuditRequest,
  env: Env,
  emit: (step: AuditStep) => void = () => undefined,
): Promise<Audited> {
  const { name, files, preprocessing, classNames, data } = request;
  emit({ kind: 'opening' });
  const imported = await openModelFiles(name, new Map(Object.entries(files)), preprocessing && { preprocessing });
  const { classifier } = imported;
  emit({ kind: 'trying' });
  try {
    const opened = { ...imported, access: await triedAccess(imported) };
    const preview = await previewOf(classifier, data ?? fittingData(classifier), env);
    return { model: describeOwn({ name, files, classNames }, opened), preview };
  } finally {
    classifier.dispose();
  }
}

/** A graph whose weights have no gradient is attacked only. */
async function triedAccess({ access, classifier }: ImportedModel): Promise<ImportedModel['access']> {
  if (access.kind !== 'trainable') return access;
  const reason = trainingProblem(await classifier.network!()); // one that is called trainable has one
  return reason === undefined ? access : { kind: 'white-box', reason };
}

async function previewOf(classifier: Classifier, data: string, env: Env): Promise<OwnPreview> {
  const source = await openImages({ data }, env);
  const size = classifier.shape.reduce((a, b) => a * b, 1);
  const n = Math.min(tried, source.size, Math.max(shown, Math.floor(mostNumbers / size)));
  const { pixels: given, labels } = await source.read(Array.from({ length: n }, (_, i) => i));
  const converted = String(source.shape) !== String(classifier.shape);
  const pixels = converted ? resized(given, n, source.shape, classifier.shape) : given;
  const { predictions, confidences } = await answersOn(classifier, pixels, n);
  return {
    data,
    converted,
    pixels: pixels.slice(0, shown * size),
    labels: labels.slice(0, shown),
    predictions: predictions.slice(0, shown),
    confidences: confidences.slice(0, shown),
    right: { count: labels.reduce((sum, label, i) => sum + Number(label === predictions[i]), 0), n },
  };
}

/** Image by image where batches would be large: a model may take photographs. */
async function answersOn({ logits, shape }: Classifier, pixels: Float32Array, n: number) {
  const size = pixels.length / n;
  const batch = Math.max(1, Math.floor(mostNumbers / size));
  const predictions = new Int32Array(n);
  const confidences = new Float32Array(n);
  for (let from = 0; from < n; from += batch) {
    const count = Math.min(batch, n - from);
    const scores = tf.tidy(() => {
      const x = tf.tensor(pixels.slice(from * size, (from + count) * size), [count, ...shape]) as Images;
      return tf.softmax(logits(x));
    });
    const shares = await scores.data();
    const classes = shares.length / count;
    scores.dispose();
    for (let i = 0; i < count; i++) {
      const row = Array.from(shares.slice(i * classes, (i + 1) * classes));
      confidences[from + i] = Math.max(...row);
      predictions[from + i] = row.indexOf(Math.max(...row));
    }
  }
  return { predictions, confidences };
}

const mostNumbers = 2 ** 20; // of a batch of images
