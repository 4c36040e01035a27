import type { Env, Host } from '../engine/env.ts';
import { type Examined, measureAccuracy } from './accuracy.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Course, diverged, paceAt, teachEpoch } from './course.ts';
import type { TrainEvent } from './events.ts';
import { recipeFingerprint } from './fingerprint.ts';
import { gather, type TrainingImages } from './images.ts';
import { openLearner } from './learner.ts';
import { makeMeter } from './meter.ts';
import type { Recipe } from './recipe.ts';
import { alone, type Team } from './team.ts';

/** The images of the recipe's range, and where an earlier run of the same recipe stopped. */
export interface TrainingData {
  readonly images: TrainingImages;
  readonly resumeFrom?: Checkpoint | undefined;
}

/**
 * Trains the recipe's network and returns it as it is after the last epoch.
 *
 * Same recipe, images, backend and size of the team: same weights, bit for bit, also when a run was stopped and resumed
 * in between. Teams of different sizes agree up to rounding, but for batch norm, which each member does by itself. Every member must be given the same; the first one speaks.
 * Cost: one forward and one backward pass per image and epoch; memory does not grow.
 * @throws `AbortError` soon after the signal fires; checkpoints emitted before stay valid.
 * @throws {LabError} `param` when the loss is no longer a number; the last checkpoint is from before that.
 */
export async function train(
  recipe: Recipe,
  { images, resumeFrom }: TrainingData,
  clock: Pick<Env, 'breathe' | 'now'>,
  host: Host<TrainEvent>,
  team: Team = alone,
): Promise<Checkpoint> {
  host.signal.throwIfAborted();
  const learner = openLearner(recipe, resumeFrom?.state);
  const meter = makeMeter(clock.now);
  const count = images.labels.length - recipe.holdout;
  const steps = Math.floor(count / recipe.batchSize);
  let complete = false;
  try {
    const checkpoint = await teach({ recipe, images, count, steps, learner, meter, clock, host, team }, resumeFrom);
    complete = true;
    return checkpoint;
  } finally {
    learner.dispose();
    host.emit({ kind: 'finished', seconds: meter.seconds(), complete });
  }
}

async function teach(course: Course, resumeFrom: Checkpoint | undefined): Promise<Checkpoint> {
  const { recipe, steps, learner, host, team } = course;
  const { epochs } = recipe;
  const done = resumeFrom?.epochs ?? 0;
  host.emit({ kind: 'started', parameters: learner.parameters, done, epochs });
  let checkpoint = resumeFrom;
  for (let epoch = done + 1; epoch <= epochs; epoch++) {
    const loss = await teachEpoch(course, epoch);
    checkpoint = await checkpointAfter(course, epoch);
    if (team.rank > 0) continue; // what follows is for those who watch
    host.emit({ kind: 'checkpoint', checkpoint });
    const accuracy = await measureAccuracy(learner.logits, heldOut(course), () => pause(course));
    host.emit({ kind: 'epoch', epoch, epochs, accuracy, loss, ...paceAt(course, epoch, steps) });
  }
  return checkpoint!; // a recipe has at least one epoch
}

/** @throws {LabError} `param` when the last update spoiled the weights, which its loss does not show. */
async function checkpointAfter({ recipe, learner }: Course, epoch: number): Promise<Checkpoint> {
  const state = await learner.state();
  if (!state.every(Number.isFinite)) throw diverged(recipe, `NaN or infinite weights after epoch ${epoch}`);
  return { recipe: recipeFingerprint(recipe), epochs: epoch, state };
}

function heldOut({ recipe, images, count }: Course): Examined {
  const read = async (positions: readonly number[]) => {
    const behind = positions.map((i) => count + i);
    return gather(images, behind);
  };
  return { shape: images.shape, count: recipe.holdout, read };
}

async function pause({ clock, host }: Course): Promise<void> {
  await clock.breathe();
  host.signal.throwIfAborted();
}
