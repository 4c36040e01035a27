import type { Engine } from '../../workers/engine.ts';
import { modelCardOf } from '../classifiers/catalog.ts';
import { plainPixels } from '../core/preprocessing.ts';
import type { Measured, OwnFiles, OwnModel, OwnShelf, Tuned } from '../spec/own.ts';
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
 * Keeps what training made among the reader's own models, beside the one it began with if that is the reader's too, with
 * what was measured before and after, and gives its id. The files are opened again, as if they had been dropped.
 */
export async function keepTrained(
  { store, engine, shelf }: Given,
  course: Course,
  { files, found, before }: Made,
): Promise<string> {
  const { recipe } = course;
  const from = ownModel(store.getState().own, recipe.start?.model ?? '');
  const stem = from ? `${from.name.replace(/\.\w+$/, '')}-${recipe.method.kind}` : recipe.id;
  const onnx = files['model.onnx']; // of a graph; else files of layers
  const name = onnx ? `${stem}.onnx` : stem;
  const named = onnx ? { [name]: onnx } : files;
  const classNames = from?.classNames ?? recipe.classNames;
  const host = { signal: new AbortController().signal, emit: () => undefined };
  const { model } = await engine.audit({ name, files: named, preprocessing: plainPixels, classNames }, host);
  await shelf.keep({ ...model, tuned: factsOf(course, from, found) }, named);
  if (before !== undefined && before !== model.id) await replace(store, shelf, before, model.id);
  await store.getState().relist();
  return model.id;
}

function factsOf({ recipe, probes, epochs }: Course, mine: OwnModel | undefined, found: Measured): Tuned {
  const { data, holdout, method, seed, start } = recipe;
  const before = beforeTraining({ probes });
  return {
    ...(start && { from: { name: mine?.name ?? modelCardOf(start.model)?.title ?? start.model, source: start.model } }),
    method: method.kind,
    ...('epsilon' in method && { epsilon: method.epsilon }),
    data: data.set,
    images: data.to - data.from - holdout,
    epochs: epochs.length,
    seed,
    ...(start && before && { before: measured(before) }),
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
