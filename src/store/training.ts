import type { Engine } from '../../workers/engine.ts';
import type { Checkpoint, Recipe, TrainEvent } from '../../workers/protocol.ts';
import { type Failure, failureOf } from '../core/errors.ts';
import { makeHold } from '../core/hold.ts';
import type { Rate } from '../core/stats.ts';
import type { OwnFiles, OwnShelf } from '../spec/own.ts';
import type { LabStore } from './labStore.ts';
import { type Course, course, followed } from './trainingCourse.ts';
import { keepTrained } from './tuning.ts';
import type { KeptRun, Vault } from './vault.ts';

/** A run that ended early can be gone on from where `course.saved` is. */
export type TrainingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly course: Course; readonly paused: boolean }
  /** All epochs taught, or stopped early because nothing came of the last ones. */
  | { readonly kind: 'done'; readonly course: Course }
  | { readonly kind: 'stopped'; readonly course: Course }
  | { readonly kind: 'failed'; readonly course: Course; readonly failure: Failure };

/** A model that was trained here. */
export interface TrainedModel {
  readonly recipe: Recipe;
  /** Epoch it was taken from, and what was measured after it on held-out images. */
  readonly epoch: number;
  readonly accuracy: Rate;
  readonly robust: Rate | undefined;
  readonly files: OwnFiles;
  /** Among the reader's own models; nothing where the browser could not keep it there. */
  readonly own?: string | undefined;
}

const showEveryMs = 200;

interface Training {
  stop(): void;
  pause(paused: boolean): void;
}

export interface Given {
  readonly store: LabStore;
  readonly engine: Engine;
  readonly vault: Vault;
  readonly shelf: OwnShelf;
  readonly recipe: Recipe;
  /** What an earlier run of the recipe left. */
  readonly from?: KeptRun | undefined;
}

/**
 * Trains into `store.training`, keeps a checkpoint of every epoch in the vault, and puts the best epoch among the trained
 * models however the run ends. What cannot be kept is said in the course, and training goes on.
 */
export function trainInto({ store, engine, vault, shelf, recipe, from }: Given): Training {
  const controller = new AbortController();
  const hold = makeHold();
  let now = from?.course ?? course(recipe);
  let kept: Omit<KeptRun, 'course'> | undefined = from;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();

  const show = () => {
    timer = undefined;
    store.setState({ training: { kind: 'running', course: now, paused: hold.held() } });
  };
  const unsaved = (cause: unknown) => {
    now = { ...now, saved: { kind: 'unsaved', failure: failureOf(cause) } };
  };
  const save = (run: Omit<KeptRun, 'course'>) => {
    const epoch = run.checkpoint.epochs;
    saving = saving
      .then(() => vault.keepRun({ course: { ...now, saved: { kind: 'saved', epoch } }, ...run }))
      .then(() => {
        now = { ...now, saved: { kind: 'saved', epoch } };
      }, unsaved);
  };
  let newest: Checkpoint | undefined;
  const emit = (event: TrainEvent) => {
    now = followed(now, event);
    if (event.kind === 'checkpoint') newest = event.checkpoint;
    if (event.kind === 'epoch' && newest) {
      kept = { checkpoint: newest, best: kept && now.best !== event.epoch ? kept.best : newest };
      save(kept);
    }
    timer ??= setTimeout(show, showEveryMs);
  };
  const end = async (stateOf: (last: Course) => TrainingState) => {
    await saving;
    if (kept) await publish({ store, engine, vault, shelf }, now, kept.best).catch(unsaved);
    clearTimeout(timer);
    store.setState({ training: stateOf(now) });
  };

  show();
  engine.train({ recipe, resumeFrom: from?.checkpoint }, { signal: controller.signal, emit, hold }).then(
    async () => {
      await end((last) => ({ kind: 'done', course: last }));
      await vault.forgetRun().catch(() => undefined); // nothing to go on from any more
    },
    (cause) => {
      const failure = failureOf(cause);
      const stopped = failure.code === 'cancelled';
      return end((last) => (stopped ? { kind: 'stopped', course: last } : { kind: 'failed', course: last, failure }));
    },
  );
  return {
    stop: () => controller.abort(),
    pause(paused) {
      hold.set(paused);
      if (store.getState().training.kind === 'running') show();
    },
  };
}

/** Puts the best epoch among the trained models, as files that can be saved and opened anywhere. */
async function publish(
  given: Pick<Given, 'store' | 'engine' | 'vault' | 'shelf'>,
  now: Course,
  best: Checkpoint,
): Promise<void> {
  const { store, engine, vault } = given;
  const { recipe, epochs } = now;
  const found = epochs.find(({ epoch }) => epoch === best.epochs);
  if (!found) return;
  const { accuracy, robust } = found;
  const { parameters: _, ...files } = await engine.exportModel(recipe, best, {
    signal: new AbortController().signal,
  });
  const { trained } = store.getState();
  const before = trained.find((other) => other.recipe.id === recipe.id);
  let model: TrainedModel = { recipe, epoch: best.epochs, accuracy, robust, files };
  try {
    model = { ...model, own: await keepTrained(given, now, { files, found, before: before?.own }) };
  } finally {
    store.setState({ trained: [...trained.filter((other) => other !== before), model] });
    await vault.keepModel(model);
  }
}

/** Brings back what an earlier visit left: trained models, and a run that can be gone on from. */
export async function recallTraining(store: LabStore, vault: Vault): Promise<void> {
  const [run, trained] = [await vault.run(), await vault.models()];
  if (store.getState().training.kind !== 'idle') return; // something has begun meanwhile
  store.setState({ trained, ...(run && { training: { kind: 'stopped', course: run.course } }) });
}
