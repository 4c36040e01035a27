import { LabError } from '../core/errors.ts';
import type { Hold } from '../core/hold.ts';
import { makeRng, type Rng, shuffled } from '../core/rng.ts';
import type { Env, Host } from '../engine/env.ts';
import type { Images, Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { TrainEvent } from './events.ts';
import { examine } from './examine.ts';
import { gather, randomPlacement, type TrainingImages } from './images.ts';
import type { Learner } from './learner.ts';
import { makeLossSum } from './lossSum.ts';
import type { Meter } from './meter.ts';
import { stagesOf } from './methodRecipe.ts';
import type { Descend, Method } from './methods/method.ts';
import type { Recipe } from './recipe.ts';
import { learningRateAt } from './schedule.ts';
import { shareOf, type Team } from './team.ts';

export interface TrainingHost extends Host<TrainEvent> {
  /** Holds the run up between two batches; one member that waits makes all of its team wait. */
  readonly hold?: Pick<Hold, 'held' | 'released'> | undefined;
}

/** What stays the same over all epochs of a run, whatever the method. */
export interface Classroom {
  readonly recipe: Recipe;
  readonly images: TrainingImages;
  /** Images that are trained on; the others, at the end, are held out. */
  readonly count: number;
  /** Batches per epoch; images that do not fill a batch are left for another epoch. */
  readonly steps: number;
  readonly learner: Learner;
  readonly meter: Meter;
  readonly clock: Pick<Env, 'breathe' | 'now'>;
  readonly host: TrainingHost;
  readonly team: Team;
}

export interface Course extends Classroom {
  readonly method: Method;
}

/** One pass over all images in the epoch's own order; gives the mean loss. Epochs count from 1 over all stages. */
export async function teachEpoch(course: Course, epoch: number): Promise<number> {
  const { recipe, count, steps, meter, clock, host, team } = course;
  const rng = makeRng(recipe.seed).fork('epoch').fork(epoch);
  const order = shuffled(count, rng.fork('order'));
  const before = ((epoch - 1) % recipe.epochs) * steps; // batches of this stage in earlier epochs
  const losses = makeLossSum();
  const takeLoss = async (step: number) => {
    const loss = await losses.take();
    if (!Number.isFinite(loss)) throw diverged(recipe, `a loss of ${loss} in epoch ${epoch} before step ${step + 1}`);
    return loss;
  };
  try {
    for (let step = 1; step <= steps; step++) {
      host.signal.throwIfAborted();
      const batch = order.subarray((step - 1) * recipe.batchSize, step * recipe.batchSize);
      losses.add(await teachBatch(course, batch, rng, before + step));
      meter.count(recipe.batchSize);
      if (meter.mayBreathe()) await clock.breathe();
      if (host.hold?.held()) await waitFor(host.hold, course);
      if (!meter.mayReport()) continue;
      const loss = await takeLoss(step);
      host.emit({ kind: 'step', epoch, step, steps, loss, ...paceAt(course, epoch, step) });
      if (team.rank === 0 && meter.mayProbe())
        host.emit({ kind: 'probe', epoch, step, steps, ...(await examine(course, glance)) });
    }
    await takeLoss(steps);
    return losses.mean();
  } finally {
    losses.dispose();
  }
}

const glance = { images: 200, attacked: 50 };

async function waitFor(hold: Pick<Hold, 'released'>, { clock, meter, host }: Course): Promise<void> {
  const since = clock.now();
  await hold.released(host.signal);
  meter.discount(clock.now() - since);
}

/** Speed so far and time left after `step` of `epoch`. */
export function paceAt({ recipe, steps, meter }: Course, epoch: number, step: number) {
  const batchesLeft = (epochsOf(recipe) - epoch) * steps + steps - step;
  return meter.pace(batchesLeft * recipe.batchSize);
}

/** The answer to a run whose numbers overflowed. */
export function diverged({ id, optimizer: { learningRate } }: Recipe, found: string): LabError {
  const lower = Number((learningRate / 10).toPrecision(2));
  return new LabError(
    'param',
    `training ${id}: expected a finite loss, got ${found}; lower optimizer.learningRate from ${learningRate}, for instance to ${lower}`,
  );
}

/** Epochs of all stages. */
export const epochsOf = ({ epochs, method }: Recipe): number => epochs * stagesOf(method);

/** Teaches batch number `t` of the stage; gives its loss, owned by the caller. */
async function teachBatch(course: Course, whole: Int32Array, rng: Rng, t: number): Promise<tf.Scalar> {
  const { recipe, images, team, method } = course;
  const { augmentation } = recipe;
  const positions = shareOf(whole, team);
  const places = rng.fork('shift');
  const varied = augmentation.shift > 0 || augmentation.flip;
  const placeOf = (i: number) => randomPlacement(augmentation, places.fork(i));
  const batch = gather(images, positions, varied ? placeOf : undefined);
  const clean: Images = tf.tensor4d(batch.pixels, [positions.length, ...images.shape]);
  const labels: Labels = tf.tensor1d(batch.labels, 'int32');
  try {
    const descend = descentOf(course, { rows: positions.length, batchSize: whole.length, t });
    return await method.teach({ clean, labels, positions, rng: rng.fork('start'), t }, descend);
  } finally {
    tf.dispose([clean, labels]);
  }
}

interface Size {
  readonly rows: number;
  readonly batchSize: number;
  readonly t: number;
}

/** Updates of the learner with one batch, as many as the method makes of it. */
function descentOf({ recipe, steps, learner, team, method }: Course, { rows, batchSize, t }: Size): Descend {
  const { optimizer, epochs } = recipe;
  const learningRate = learningRateAt(optimizer, t - 1, epochs * steps);
  let update = (t - 1) * method.updates;
  return (loss, also) => {
    update++;
    return learner.step({ loss, rows, also }, { learningRate, t: update }, { team, batchSize });
  };
}
