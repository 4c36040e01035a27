import type { Classifier } from '../classifiers/classifier.ts';
import { openNetwork } from '../classifiers/graph/network.ts';
import { binomialTail } from '../core/binomial.ts';
import { LabError } from '../core/errors.ts';
import { joinFloats } from '../core/join.ts';
import { problem } from '../core/problems.ts';
import { makeRng, type Rng } from '../core/rng.ts';
import type { Env } from '../engine/env.ts';
import type { WatermarkProof } from '../spec/extractEvents.ts';
import type { Images } from '../tensor/norms.ts';
import { resized } from '../tensor/resize.ts';
import * as tf from '../tensor/tf.ts';
import { makeAdam } from '../training/adam.ts';
import { meanSoftCrossEntropy } from '../training/losses.ts';
import { rowOf } from './caller.ts';
import type { CountermeasureParams } from './countermeasures.catalog.ts';
import { countEqual, predictionsOf } from './exam.ts';
import { probabilitiesOf } from './oracle.ts';
import { oneHot } from './service/distribution.ts';

/** Odd images with the classes that the owner chose for them. */
interface Triggers {
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** A model that knows the owner's triggers. */
export interface Marked {
  /** Owned: dispose of it. */
  readonly classifier: Classifier;
  verify(copy: Classifier): Promise<WatermarkProof>;
}

export interface Marking {
  readonly classifier: Classifier;
  readonly ownImages: readonly Float32Array[];
  readonly params: CountermeasureParams<'watermark'>;
  readonly seed: number;
  readonly env: Env;
  readonly pause: () => Promise<void>;
}

/**
 * Teaches a model the secret classes of a trigger set, beside what it says of the owner's images already (Adi et al.
 * 2018, arXiv:1802.04633, sec. 4; the variant that teaches a finished model). A copy is accused by a one-sided binomial
 * test: a model that never saw the victim gives a trigger its secret class with probability 1/k at most, for the secret
 * class is not the one an unmarked model gives. Differs from the paper: the triggers are noise, not abstract pictures.
 *
 * @throws {LabError} `spec` where the model gives no weights to teach.
 */
export async function marked(marking: Marking): Promise<Marked> {
  const { classifier, params, seed, env, pause } = marking;
  if (!classifier.network)
    throw new LabError('spec', [problem('countermeasure', 'not-trainable', { model: classifier.id })]);
  const means = { env, pause };
  const rng = makeRng(seed).fork('watermark');
  const pixels = drawTriggers(classifier.shape, params.triggers, rng);
  const before = await predictionsOf(classifier, pixels, means);
  const { classes } = classifier;
  const labels = before.map((label) => (label + 1 + Math.floor(rng.uniform() * (classes - 1))) % classes);
  const network = openNetwork(await classifier.network(), classifier.id);
  const taught: Classifier = { ...classifier, logits: network.logits, dispose: network.dispose };
  const variables = [...network.variables.values()].filter(({ trainable }) => trainable);
  try {
    await teach(marking, { taught, variables }, { pixels, labels }, rng);
  } catch (error) {
    network.dispose();
    throw error;
  }
  return {
    classifier: taught,
    async verify(copy) {
      const matches = async (model: Classifier) => countEqual(await predictionsOf(model, pixels, means), labels);
      const found = await matches(copy);
      return {
        copy: found,
        victim: await matches(taught),
        unmarked: countEqual(before, labels),
        p: binomialTail(found.count, found.n, 1 / classes),
      };
    },
  };
}

const batchSize = 50;
const triggersPerBatch = 10;
const learningRate = 1e-3;
const cells = 5;

/** Uniform noise on a coarse grid, interpolated. */
function drawTriggers(shape: Classifier['shape'], count: number, rng: Rng): Float32Array {
  const [h, w, c] = shape;
  const coarse = [Math.min(cells, h), Math.min(cells, w), c] as const;
  const size = coarse[0] * coarse[1] * c * count;
  const noise = Float32Array.from({ length: size }, () => rng.uniform());
  return resized(noise, count, coarse, shape);
}

interface Student {
  readonly taught: Classifier;
  readonly variables: tf.Variable[];
}

async function teach(
  { classifier, ownImages, params, env, pause }: Marking,
  { taught, variables }: Student,
  triggers: Triggers,
  rng: Rng,
): Promise<void> {
  const { classes, shape } = classifier;
  const size = shape[0] * shape[1] * shape[2];
  const truth = await probabilitiesOf(classifier, joinFloats(ownImages), { batchSize: env.batchSize, pause });
  const optimizer = makeAdam(variables);
  const updates = Math.ceil((params.epochs * ownImages.length) / (batchSize - triggersPerBatch));
  const draw = (n: number) => Math.floor(rng.uniform() * n);
  try {
    for (let t = 1; t <= updates; t++) {
      const own = Array.from({ length: batchSize - triggersPerBatch }, () => draw(ownImages.length));
      const odd = Array.from({ length: triggersPerBatch }, () => draw(triggers.labels.length));
      const images = [...own.map((i) => ownImages[i]!), ...odd.map((i) => rowOf(triggers.pixels, i, size))];
      const beliefs = [
        ...own.map((i) => rowOf(truth, i, classes)),
        ...odd.map((i) => oneHot(triggers.labels[i]!, classes)),
      ];
      const x: Images = tf.tensor4d(joinFloats(images), [batchSize, ...shape]);
      const q = tf.tensor2d(joinFloats(beliefs), [batchSize, classes]);
      const { value, grads } = tf.variableGrads(() => meanSoftCrossEntropy(taught.logits(x), q), variables);
      const gradients = variables.map(({ name }) => grads[name]!);
      optimizer.update(gradients, learningRate, t);
      tf.dispose([x, q, value, gradients]);
      await pause();
    }
  } finally {
    optimizer.dispose();
  }
}
