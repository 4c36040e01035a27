import type { Engine } from '../../workers/engine.ts';
import { plainPixels } from '../core/preprocessing.ts';
import type { Measured, OwnFiles, OwnShelf, Tuned } from '../spec/own.ts';
import { editDraft, modelIn } from './draft.ts';
import type { LabStore } from './labStore.ts';
import { ownModel } from './owning.ts';
import { beforeTraining, type Course } from './trainingCourse.ts';

interface Given {
  readonly store: LabStore;
  readonly engine: Engine;
  readonly shelf: OwnShelf;
}

interface Made {
  readonly files: OwnFiles;
  /** After the epoch that the files are from. */
  readonly found: Measured;
  /** What an earlier life of the run had kept: its place is taken. */
  readonly before: string | undefined;
}

/**
 * Keeps what training made of a model of the reader's beside it, with what was measured before and after, and gives its
 * id; nothing where training began with something else. The files are opened again, as if they had been dropped.
 */
export async function keepTuned(
  { store, engine, shelf }: Given,
  course: Course,
  { files, found, before }: Made,
): Promise<string | undefined> {
  const from = ownModel(store.getState().own, course.recipe.start?.model ?? '');
  const tuned = from && factsOf(course, from.name, found);
  if (!from || !tuned) return undefined;
  const name = `${from.name.replace(/\.\w+$/, '')}-${course.recipe.method.kind}.onnx`;
  const named = Object.fromEntries(Object.values(files).map((bytes) => [name, bytes])); // one file
  const request = { name, files: named, preprocessing: plainPixels, classNames: from.classNames };
  const host = { signal: new AbortController().signal, emit: () => undefined };
  const { model } = await engine.audit(request, host);
  await shelf.keep({ ...model, tuned }, named);
  if (before !== undefined && before !== model.id) await replace(store, shelf, before, model.id);
  await store.getState().relist();
  return model.id;
}

function factsOf({ recipe, probes, epochs }: Course, name: string, found: Measured): Tuned | undefined {
  const start = beforeTraining({ probes });
  if (!start || !recipe.start) return undefined;
  const { data, holdout, method, seed } = recipe;
  return {
    from: { name, source: recipe.start.model },
    method: method.kind,
    ...('epsilon' in method && { epsilon: method.epsilon }),
    data: data.set,
    images: data.to - data.from - holdout,
    epochs: epochs.length,
    seed,
    before: measured(start),
    after: measured(found),
  };
}

const measured = ({ accuracy, robust }: Measured): Measured => ({ accuracy, ...(robust && { robust }) });

/** A form that named the former model names the new one. */
async function replace(store: LabStore, shelf: OwnShelf, before: string, model: string): Promise<void> {
  await shelf.forget(before);
  const { draft } = store.getState();
  if (modelIn(draft) === before) store.setState({ draft: editDraft(draft, 'model', model) });
}
