import type { Learn } from '../attacks/attack.ts';
import { type AttackChoice, type AttackId, preparationOf, workOf } from '../attacks/catalog.ts';
import { lessons as teachers } from '../attacks/index.ts';
import type { Learned } from '../core/learned.ts';
import { makeRng, shuffled } from '../core/rng.ts';
import { type Cell, cellKey, planCells } from '../spec/cells.ts';
import type { RunEvent } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import { attackInput, chainOf, choiceOf } from './attackCell.ts';
import { loadBatch } from './batches.ts';
import type { Env, Host } from './env.ts';
import { objectiveOf } from './objective.ts';
import { makePacer } from './pacer.ts';
import type { Subject } from './subject.ts';

/** What the cells of a model and its images learned, by all that it depends on. Kept by whoever runs several shards. */
export type Lessons = Map<string, Learned>;

const mostKept = 100;

interface LessonWork {
  readonly spec: Spec;
  readonly subject: Subject;
  readonly cell: Cell;
  readonly lessons: Lessons;
  readonly env: Env;
  readonly host: Host<RunEvent>;
}

/**
 * What the attack of a cell has to learn before it meets its images; undefined where it has nothing to learn.
 *
 * The images and the size of every batch follow from the experiment alone, so each worker, shard and machine learns the
 * same. The work is reported as progress of its own, under a negative number, and is done once per `lessons`.
 */
export async function prepare(work: LessonWork): Promise<Learned | undefined> {
  const { spec, cell, env, host } = work;
  const choice = choiceOf(spec, cell);
  if (!teachers[choice.id]) return undefined;
  const key = keyOf(spec, cell);
  const effort = workOf(preparationOf(choice));
  const pacer = makePacer(-2 - planCells(spec).findIndex((planned) => cellKey(planned) === cellKey(cell)), env, host);
  const learned = work.lessons.get(key) ?? (await learn(work, choice, (share) => pacer.tick(effort * share)));
  work.lessons.set(key, learned);
  if (work.lessons.size > mostKept) work.lessons.delete(work.lessons.keys().next().value!); // the oldest
  await pacer.complete(effort);
  return learned;
}

/** Everything in a spec that a lesson of this cell depends on. */
const keyOf = (spec: Spec, cell: Cell): string =>
  JSON.stringify([
    spec.model,
    cellKey(cell),
    choiceOf(spec, cell).params,
    chainOf(spec, cell),
    spec.norm,
    spec.goal,
    spec.seed,
    spec.eot,
    spec.count,
  ]);

async function learn(
  { spec, subject, cell, host }: LessonWork,
  choice: AttackChoice,
  tell: (share: number) => Promise<void>,
): Promise<Learned> {
  const positions = lessonImages(spec, subject, choice);
  const batch = await loadBatch(subject, positions, positions.length);
  try {
    const { objective, dispose } = await objectiveOf(spec.goal, subject, batch);
    try {
      const ctx = { signal: host.signal, tick: (step: number, of: number) => tell(step / of) };
      const purpose = `learn ${cellKey(cell)}`;
      return await dispatch(choice, attackInput({ spec, subject, batch, cell, objective, ctx, purpose }));
    } finally {
      dispose();
    }
  } finally {
    batch.dispose();
  }
}

function dispatch<Id extends AttackId>(choice: AttackChoice<Id>, input: Omit<Parameters<Learn<Id>>[0], 'params'>) {
  const lesson: Learn<Id> = teachers[choice.id]!; // asked before
  return lesson({ ...input, params: choice.params });
}

/** Images an attack wants to learn from, and how many of them have to be ones that are attacked, for want of others. */
export function lessonNeeds(spec: Spec, { images }: Subject, choice: AttackChoice) {
  const wanted = Math.min(
    images.size,
    teachers[choice.id] ? Number((choice.params as { trainImages?: number }).trainImages) : 0,
  );
  return { wanted, overlap: Math.max(0, wanted - (images.size - spec.count)) };
}

/** Drawn at random from the images that are not attacked; short of those, the last of the attacked ones join. */
function lessonImages(spec: Spec, subject: Subject, choice: AttackChoice): number[] {
  const { wanted, overlap } = lessonNeeds(spec, subject, choice);
  const others = subject.images.size - spec.count;
  const drawn = shuffled(others, makeRng(spec.seed).fork('lesson')).subarray(0, wanted - overlap);
  return [...drawn.map((i) => spec.count + i), ...Array.from({ length: overlap }, (_, i) => spec.count - 1 - i)];
}
