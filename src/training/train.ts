import { wilson } from '../core/stats.ts';
import type { Env, Host } from '../engine/env.ts';
import { type Examined, measureAccuracy } from './accuracy.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Classroom, type Course, diverged, epochsOf, paceAt, teachEpoch } from './course.ts';
import type { Progress, TrainEvent } from './events.ts';
import { recipeFingerprint } from './fingerprint.ts';
import { gather, type TrainingImages } from './images.ts';
import { openLearner } from './learner.ts';
import { makeMeter } from './meter.ts';
import { budgetOf } from './methodRecipe.ts';
import { openMethod } from './methods/index.ts';
import type { Recipe } from './recipe.ts';
import { countWithstanding } from './robustness.ts';
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
 * in between. Teams of different sizes agree up to rounding, but for batch norm, which each member does by itself. Every
 * member must be given the same; the first one speaks.
 * Cost: a forward and a backward pass per image and epoch, and what the method adds; memory does not grow.
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
  const room: Classroom = { recipe, images, count, steps, learner, meter, clock, host, team };
  const method = openMethod(room, resumeFrom?.memory);
  let complete = false;
  try {
    const checkpoint = await teach({ ...room, method }, resumeFrom);
    complete = true;
    return checkpoint;
  } finally {
    method.dispose?.();
    learner.dispose();
    host.emit({ kind: 'finished', seconds: meter.seconds(), complete });
  }
}

async function teach(course: Course, resumeFrom: Checkpoint | undefined): Promise<Checkpoint> {
  const { recipe, steps, learner, method, host, team } = course;
  const epochs = epochsOf(recipe);
  const done = resumeFrom?.epochs ?? 0;
  host.emit({ kind: 'started', parameters: learner.parameters, done, epochs });
  let checkpoint = resumeFrom;
  for (let epoch = done + 1; epoch <= epochs; epoch++) {
    await method.startEpoch?.(epoch);
    const loss = await teachEpoch(course, epoch);
    await method.finishEpoch?.(epoch);
    checkpoint = await checkpointAfter(course, epoch);
    if (team.rank > 0) continue; // what follows is for those who watch
    host.emit({ kind: 'checkpoint', checkpoint });
    const progress = await examine(course);
    host.emit({ kind: 'epoch', epoch, epochs, ...progress, loss, ...paceAt(course, epoch, steps) });
  }
  return checkpoint!; // a recipe has at least one epoch
}

/** @throws {LabError} `param` when the last update spoiled the weights, which its loss does not show. */
async function checkpointAfter({ recipe, learner, method }: Course, epoch: number): Promise<Checkpoint> {
  const state = await learner.state();
  if (!state.every(Number.isFinite)) throw diverged(recipe, `NaN or infinite weights after epoch ${epoch}`);
  return { recipe: recipeFingerprint(recipe), epochs: epoch, state, memory: method.memory?.() };
}

const attacked = 256; // enough to see a trend, few enough to cost little beside an epoch

async function examine(course: Course): Promise<Progress> {
  const { recipe, images, count, learner } = course;
  const accuracy = await measureAccuracy(learner.logits, heldOut(course), () => pause(course));
  const epsilon = budgetOf(recipe.method);
  if (epsilon === undefined) return { accuracy };
  const n = Math.min(attacked, recipe.holdout);
  const examined = gather(
    images,
    Array.from({ length: n }, (_, i) => count + i),
  );
  return { accuracy, robust: wilson(await countWithstanding(course, examined, { epsilon, purpose: 'progress' }), n) };
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
