import { type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint } from '../../workers/protocol.ts';
import type { TrainedModel } from './training.ts';
import type { Course } from './trainingCourse.ts';

/** A training run as it was after an epoch, and its best epoch until then. */
export interface KeptRun {
  readonly course: Course;
  readonly checkpoint: Checkpoint;
  readonly best: Checkpoint;
}

/** Keeps what was trained over a reload or a crash. Reading what cannot be read gives nothing; writing rejects. */
export interface Vault {
  run(): Promise<KeptRun | undefined>;
  keepRun(run: KeptRun): Promise<void>;
  forgetRun(): Promise<void>;
  models(): Promise<readonly TrainedModel[]>;
  /** Takes the place of a model with the same id. */
  keepModel(model: TrainedModel): Promise<void>;
  forgetModel(id: string): Promise<void>;
}

const version = 1; // of what is stored; anything else is left alone

/** Databases of the browser: large arrays stay binary, and a write is done whole or not at all. */
export function browserVault(): Vault {
  const open = () =>
    openDB('epsilon-lab-training', version, {
      upgrade(db) {
        db.createObjectStore('runs');
        db.createObjectStore('models');
      },
    });
  const use = async <Value>(work: (db: IDBPDatabase) => Promise<Value>): Promise<Value> => {
    const db = await open();
    try {
      return await work(db);
    } finally {
      db.close();
    }
  };
  const orNothing = <Value>(reading: Promise<Value>): Promise<Value | undefined> => reading.catch(() => undefined);
  return {
    run: () => orNothing(use((db) => db.get('runs', 'last') as Promise<KeptRun | undefined>)),
    keepRun: (run) => use(async (db) => void (await db.put('runs', run, 'last'))),
    forgetRun: () => use((db) => db.delete('runs', 'last')),
    models: async () => (await orNothing(use((db) => db.getAll('models') as Promise<TrainedModel[]>))) ?? [],
    keepModel: (model) => use(async (db) => void (await db.put('models', model, model.recipe.id))),
    forgetModel: (id) => use((db) => db.delete('models', id)),
  };
}

/** Forgets everything with the page; for hosts without a database. */
export function memoryVault(): Vault {
  let run: KeptRun | undefined;
  const models = new Map<string, TrainedModel>();
  return {
    run: async () => run,
    keepRun: async (next) => {
      run = next;
    },
    forgetRun: async () => {
      run = undefined;
    },
    models: async () => [...models.values()],
    keepModel: async (model) => void models.set(model.recipe.id, model),
    forgetModel: async (id) => void models.delete(id),
  };
}
