import type { Env } from '../engine/env.ts';
import { type Best, keepBest, scoreOf } from './best.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Classroom, type Course, diverged, epochsOf, paceAt, type TrainingHost, teachEpoch } from './course.ts';
import { examine } from './examine.ts';
import { recipeFingerprint } from './fingerprint.ts';
import { graphTrainable } from './graphTrainable.ts';
import { type Learner, learnerOf, openLearner } from './learner.ts';
import type { Material, Start } from './material.ts';
import { makeMeter } from './meter.ts';
import { openMethod } from './methods/index.ts';
import type { Recipe } from './recipe.ts';
import { alone, type Team } from './team.ts';

/** The images of the recipe's range, what it starts from, and where an earlier run of the same recipe stopped. */
export interface TrainingData extends Material {
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
  { images, start, resumeFrom }: TrainingData,
  clock: Pick<Env, 'breathe' | 'now'>,
  host: TrainingHost,
  team: Team = alone,
): Promise<Checkpoint> {
  host.signal.throwIfAborted();
  const learner = learnerFor(recipe, start, resumeFrom?.state);
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

function learnerFor(recipe: Recipe, start: Start | undefined, state: Float32Array | undefined): Learner {
  if (start?.kind !== 'graph') return openLearner(recipe, state ?? start?.values);
  const learner = learnerOf(() => graphTrainable(start.graph, recipe.id), recipe);
  if (state) learner.restore(state);
  return learner;
}

async function teach(course: Course, resumeFrom: Checkpoint | undefined): Promise<Checkpoint> {
  const { recipe, learner, method, host, team } = course;
  const epochs = epochsOf(recipe);
  const done = resumeFrom?.epochs ?? 0;
  host.emit({ kind: 'started', parameters: learner.parameters, done, epochs });
  if (recipe.start && done === 0 && team.rank === 0) await tellBefore(course);
  const best = keepBest(recipe.patience);
  let checkpoint = resumeFrom;
  for (let epoch = done + 1; epoch <= epochs; epoch++) {
    await method.startEpoch?.(epoch);
    const loss = await teachEpoch(course, epoch);
    await method.finishEpoch?.(epoch);
    checkpoint = await checkpointAfter(course, epoch);
    if (team.rank === 0) await tell(course, { epoch, epochs, loss, checkpoint }, best);
    if (await best?.isOver(team)) break;
  }
  return best?.checkpoint() ?? checkpoint!; // a recipe has at least one epoch
}

/** What the model that training begins with does, to compare with. */
async function tellBefore(course: Course): Promise<void> {
  const { host, steps } = course;
  host.emit({ kind: 'probe', epoch: 1, step: 0, steps, ...(await examine(course, thorough)) });
}

interface Ended {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly checkpoint: Checkpoint;
}

const thorough = { images: Number.POSITIVE_INFINITY, attacked: 256 }; // enough to see a trend, cheap beside an epoch

async function tell(course: Course, { checkpoint, ...ended }: Ended, best: Best | undefined): Promise<void> {
  const { host, steps } = course;
  host.emit({ kind: 'checkpoint', checkpoint });
  const progress = await examine(course, thorough);
  host.emit({ kind: 'epoch', ...ended, ...progress, ...paceAt(course, ended.epoch, steps) });
  best?.add(scoreOf(progress), checkpoint);
}

/** @throws {LabError} `param` when the last update spoiled the weights, which its loss does not show. */
async function checkpointAfter({ recipe, learner, method }: Course, epoch: number): Promise<Checkpoint> {
  const state = await learner.state();
  if (!state.every(Number.isFinite)) throw diverged(recipe, `NaN or infinite weights after epoch ${epoch}`);
  return { recipe: recipeFingerprint(recipe), epochs: epoch, state, memory: method.memory?.() };
}
