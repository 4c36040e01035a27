import type { Engine } from '../../workers/engine.ts';
import { modelCardOf } from '../classifiers/catalog.ts';
import { type Failure, failureOf } from '../core/errors.ts';
import type { Preprocessing } from '../core/preprocessing.ts';
import type { Audited, AuditStep, ExportFormat, OwnFiles, OwnModel, OwnShelf, OwnThing } from '../spec/own.ts';
import { fittingData, usualModel } from '../spec/usual.ts';
import { dataIn, editDraft } from './draft.ts';
import type { Progress } from './labState.ts';
import type { LabStore } from './labStore.ts';
import { withDraft } from './specimen.ts';

/** A model of the reader's that was dropped and is not kept yet. */
export type CheckingState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking'; readonly name: string; readonly step: LookStep }
  /** `again` while it is looked at with other settings; `failure` of the last settings tried. */
  | {
      readonly kind: 'found';
      readonly files: OwnFiles;
      readonly audited: Audited;
      readonly again: boolean;
      readonly failure: Failure | undefined;
    }
  | { readonly kind: 'failed'; readonly name: string; readonly failure: Failure };

/** Files are read, then opened, then tried; bytes are counted while they are read. */
export type LookStep = ({ readonly kind: 'reading' } & Progress) | AuditStep;

/** Reads files that were dropped, telling how many bytes it has. */
export type ReadFiles = (tick: (done: number, total: number) => void) => Promise<OwnFiles>;

/** What the reader knows better than the files. */
export interface OwnSettings {
  readonly name?: string;
  readonly preprocessing?: Preprocessing;
  readonly classNames?: readonly string[];
}

export interface OwnActions {
  /** Looks into files that were dropped; nothing is kept yet. A look in progress is given up. */
  checkModel(name: string, files: OwnFiles | ReadFiles, settings?: OwnSettings): Promise<void>;
  /** Looks at the same files with other settings. */
  recheck(settings: OwnSettings): Promise<void>;
  /** Opens one that is kept, to change its settings. */
  reopenOwn(id: string): Promise<void>;
  /** Keeps the model that is looked at and puts it into the form. */
  keepChecked(): Promise<void>;
  closeCheck(): void;
  forgetOwn(id: string): Promise<void>;
  /** Puts a model into the form, with images that fit it. */
  takeModel(id: string): void;
  /** Reads again what this browser keeps. */
  relist(): Promise<void>;
  /** A model as one file. @throws {LabError} */
  convertModel(id: string, format: ExportFormat): Promise<Uint8Array>;
}

interface Given {
  readonly engine: Engine;
  readonly shelf: OwnShelf;
  readonly store: () => LabStore;
}

/** What may happen to the reader's own models. The shelf is read once, when the page has its store. */
export function ownActions({ engine, shelf, store }: Given): OwnActions {
  let look: AbortController | undefined;
  const set = (checking: CheckingState) => store().setState({ checking });
  const list = async () => store().setState({ own: await shelf.list().catch((): OwnThing[] => []) });
  queueMicrotask(() => void list());

  /** Resolves with nothing when another look began meanwhile. */
  async function audit(
    name: string,
    given: OwnFiles | ReadFiles,
    settings: OwnSettings,
    failed: (cause: unknown) => void,
  ) {
    look?.abort();
    const mine = new AbortController();
    const { signal } = mine;
    look = mine;
    const emit = (step: LookStep) => {
      if (!signal.aborted && store().getState().checking.kind === 'looking') set({ kind: 'looking', name, step });
    };
    try {
      const files =
        typeof given === 'function' ? await given((done, total) => emit({ kind: 'reading', done, total })) : given;
      signal.throwIfAborted();
      const audited = await engine.audit({ name, files, ...settings }, { signal, emit });
      if (!mine.signal.aborted) set({ kind: 'found', files, audited, again: false, failure: undefined });
    } catch (cause) {
      if (!mine.signal.aborted) failed(cause);
    }
  }

  const actions: OwnActions = {
    checkModel: async (name, files, settings = {}) => {
      const step: LookStep = typeof files === 'function' ? { kind: 'reading', done: 0, total: 0 } : { kind: 'opening' };
      set({ kind: 'looking', name, step });
      await audit(name, files, settings, (cause) => set({ kind: 'failed', name, failure: failureOf(cause) }));
    },
    recheck: async (settings) => {
      const { checking } = store().getState();
      if (checking.kind !== 'found') return;
      const { files, audited } = checking;
      const { name, preprocessing, classNames } = { ...audited.model, ...settings };
      set({ ...checking, again: true, failure: undefined });
      await audit(name, files, { preprocessing, classNames }, (cause) =>
        set({ ...checking, again: false, failure: failureOf(cause) }),
      );
    },
    reopenOwn: async (id) => {
      const found = await shelf.read(id);
      if (found?.thing.kind !== 'model') return;
      const { name, preprocessing, classNames } = found.thing;
      set({ kind: 'looking', name, step: { kind: 'opening' } });
      await audit(name, found.files, { preprocessing, classNames }, (cause) =>
        set({ kind: 'failed', name, failure: failureOf(cause) }),
      );
    },
    keepChecked: async () => {
      const { checking } = store().getState();
      if (checking.kind !== 'found') return;
      const { audited, files } = checking;
      try {
        await shelf.keep(audited.model, files);
        await list();
        actions.takeModel(audited.model.id);
        set({ kind: 'none' });
      } catch (cause) {
        set({ ...checking, failure: failureOf(cause) });
      }
    },
    closeCheck: () => {
      look?.abort();
      set({ kind: 'none' });
    },
    forgetOwn: async (id) => {
      await shelf.forget(id).catch(() => undefined);
      await list();
    },
    takeModel: (model) => store().setState(withModel(store().getState(), model)),
    relist: list,
    convertModel: (id, format) => engine.convert(id, format, new AbortController()),
  };
  return actions;
}

/** A model of the reader's gets images that fit; one of the lab keeps those that it knows. Images of the reader's stay where they fit. */
function withModel(state: ReturnType<LabStore['getState']>, model: string) {
  const mine = ownModel(state.own, model);
  const draft = editDraft(state.draft, 'model', model === usualModel(undefined) ? undefined : model);
  const images = state.own.find(({ kind, id }) => kind === 'images' && id === dataIn(state.draft));
  const shape = mine?.shape ?? modelCardOf(model)?.inputShape;
  if (images && String(images.shape) === String(shape)) return withDraft(state, { ...draft, data: images.id });
  if (!mine) return withDraft(state, draft);
  return withDraft(state, editDraft(draft, 'data', fittingData(mine)));
}

export const ownModel = (own: readonly OwnThing[], id: string): OwnModel | undefined =>
  own.find((thing): thing is OwnModel => thing.kind === 'model' && thing.id === id);
