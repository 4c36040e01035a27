import type { Classifier } from '../classifiers/classifier.ts';
import { joinFloats } from '../core/join.ts';
import { makeRng, type Rng, shuffled } from '../core/rng.ts';
import type { CopyFiles } from '../spec/extractEvents.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type Placement, randomPlacement } from '../training/images.ts';
import { type Learner, openLearner } from '../training/learner.ts';
import { meanSoftCrossEntropy } from '../training/losses.ts';
import { networkFiles } from '../training/modelFiles.ts';
import type { LayerRecipe } from '../training/recipe.ts';
import { learningRateAt } from '../training/schedule.ts';
import { alone } from '../training/team.ts';
import type { Shape } from './pool.ts';
import type { Stolen } from './stolen.ts';
import { type SubstituteId, substituteCards } from './substitutes.catalog.ts';

/** The network a thief trains. */
export interface Copy {
  /** The copy as attacks and measurements see it; lives as long as the copy. */
  readonly classifier: Classifier;
  /** Forgets everything and learns what was stolen, in passes over it; more of them where there is little. */
  teach(stolen: Pick<Stolen, 'images' | 'beliefs'>, epochs: number): Promise<void>;
  files(): Promise<CopyFiles>;
  dispose(): void;
}

export interface CopyOptions {
  readonly substitute: SubstituteId;
  readonly shape: Shape;
  readonly classes: number;
  /** Pixels by which images are moved at random while they are learned. */
  readonly shift: number;
  readonly seed: number;
  /** Awaited between updates; throws to stop. */
  readonly pause: () => Promise<void>;
}

const batchSize = 50;
const leastUpdates = 300; // so that a hundred images are learned at all
const optimizer = { kind: 'adam', learningRate: 0.002, schedule: 'cosine' } as const;

/** A copy with seeded weights. The same stolen answers give the same copy, whatever it was taught before. */
export function openCopy({ substitute, shape, classes, shift, seed, pause }: CopyOptions): Copy {
  const network = {
    id: 'copy',
    inputShape: [...shape] as [number, number, number],
    architecture: layersOf(substitute, classes),
  };
  const learner = openLearner({ ...network, optimizer, seed });
  return {
    classifier: {
      id: 'copy',
      sha256: '',
      classes,
      shape,
      softmaxRemoved: false,
      logits: learner.logits,
      dispose: () => undefined, // the copy owns the weights
    },
    async teach(stolen, epochs) {
      learner.begin('weights');
      const n = stolen.images.length;
      const updates = Math.max(leastUpdates, Math.ceil((epochs * n) / batchSize));
      const draw = endless(n, seed);
      const shifts = makeRng(seed).fork('copy shifts');
      for (let t = 1; t <= updates; t++) {
        await update(learner, stolen, {
          rows: draw(Math.min(batchSize, n)),
          shape,
          shift,
          rng: shifts,
          t,
          of: updates,
        });
        await pause();
      }
    },
    async files() {
      const { parameters: _, ...files } = await networkFiles(network, await learner.state());
      return files;
    },
    dispose: learner.dispose,
  };
}

interface Update {
  readonly rows: readonly number[];
  readonly shape: Shape;
  readonly shift: number;
  readonly rng: Rng;
  readonly t: number;
  readonly of: number;
}

async function update(
  learner: Learner,
  { images, beliefs }: Pick<Stolen, 'images' | 'beliefs'>,
  { rows, shape, shift, rng, t, of }: Update,
) {
  const x: Images = tf.tensor4d(
    joinFloats(rows.map((row) => shifted(images[row]!, shape, randomPlacement({ shift }, rng)))),
    [rows.length, ...shape],
  );
  const q = tf.tensor2d(joinFloats(rows.map((row) => beliefs[row]!)), [rows.length, beliefs[0]!.length]);
  try {
    const { loss } = await learner.step(
      { loss: (answer) => meanSoftCrossEntropy(answer(x), q), rows: rows.length },
      { learningRate: learningRateAt(optimizer, t - 1, of), t },
      { team: alone, batchSize: rows.length },
    );
    loss.dispose();
  } finally {
    tf.dispose([x, q]);
  }
}

/** An image moved by whole pixels; what leaves is lost, what comes in is black. */
function shifted(image: Float32Array, [h, w, c]: Shape, { down, right }: Placement): Float32Array {
  if (down === 0 && right === 0) return image;
  const out = new Float32Array(image.length);
  for (let row = Math.max(0, down); row < Math.min(h, h + down); row++) {
    const [left, end] = [Math.max(0, right), Math.min(w, w + right)];
    const from = ((row - down) * w + left - right) * c;
    out.set(image.subarray(from, from + (end - left) * c), (row * w + left) * c);
  }
  return out;
}

/** Rows in random order, pass after pass, as many as are asked for. */
function endless(n: number, seed: number): (count: number) => number[] {
  const rng = makeRng(seed).fork('copy order');
  let pass = 0;
  let order: number[] = [];
  return (count) => {
    while (order.length < count) order = [...order, ...shuffled(n, rng.fork(pass++))];
    const drawn = order.slice(0, count);
    order = order.slice(count);
    return drawn;
  };
}

/** The network of a card, for any number of classes. */
export function layersOf(substitute: SubstituteId, classes: number): LayerRecipe[] {
  const { filters, units } = substituteCards[substitute];
  return [
    ...filters.map(
      (count): LayerRecipe => ({
        kind: 'conv2d',
        filters: count,
        kernelSize: 5,
        strides: 2,
        padding: 'same',
        activation: 'relu',
      }),
    ),
    { kind: 'flatten' },
    ...units.map((count): LayerRecipe => ({ kind: 'dense', units: count, activation: 'relu' })),
    { kind: 'dense', units: classes, activation: 'linear' },
  ];
}
