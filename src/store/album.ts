import type { ImageDesk, NamedBlob } from '../../workers/imageDesk.ts';
import { modelCardOf } from '../classifiers/catalog.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { type Failure, failureOf, LabError } from '../core/errors.ts';
import type { Problem } from '../core/problems.ts';
import type { Shape } from '../core/raster.ts';
import type { Norm } from '../core/threat.ts';
import type { OwnImages, OwnThing } from '../spec/own.ts';
import type { ImageSettings, ImagesFound, ImagesPreview, LocalData, LocalSet } from '../spec/ownImages.ts';
import { globalParams } from '../spec/specParams.ts';
import { modelOfShape, ownEpsilons } from '../spec/usual.ts';
import { editDraft, modelIn } from './draft.ts';
import type { Progress } from './labState.ts';
import type { LabState, LabStore } from './labStore.ts';
import { ownModel } from './owning.ts';

/** Images of the reader's that were dropped, and what became of them. */
export type AlbumState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking'; readonly name: string; readonly progress: Progress | undefined }
  /** `preview` is of other settings until the new one comes; `failure` of the last settings tried. */
  | {
      readonly kind: 'found';
      readonly found: ImagesFound;
      readonly settings: ImageSettings;
      readonly preview: ImagesPreview | undefined;
      readonly keeping: Progress | undefined;
      readonly failure: Failure | undefined;
    }
  | { readonly kind: 'kept'; readonly images: OwnImages; readonly problems: readonly Problem[] }
  | { readonly kind: 'failed'; readonly name: string; readonly failure: Failure };

export interface AlbumActions {
  /** Looks into files that were dropped; nothing is kept yet. A look in progress is given up. */
  openAlbum(name: string, files: readonly NamedBlob[]): Promise<void>;
  /** Shows the same images with other settings. */
  changeAlbum(settings: Partial<ImageSettings>): Promise<void>;
  /** Keeps the images in this browser and puts them into the form. */
  keepAlbum(): Promise<void>;
  /** Gives up whatever is open; also while images are being kept. */
  closeAlbum(): void;
  /** Asks the server of the page which images are on its computer. */
  findLocal(): Promise<void>;
  /** Opens images that the server found, under this name. */
  openLocal(set: LocalSet, name: string): Promise<void>;
  /** Puts images of the reader's into the form, with a model that takes them and budgets that suit them. */
  takeImages(id: string): void;
}

interface Given {
  readonly desk: ImageDesk;
  readonly local: LocalData;
  readonly store: () => LabStore;
}

/** What may happen to images of the reader's before this browser keeps them. */
export function albumActions({ desk, local, store }: Given): AlbumActions {
  const set = (album: AlbumState) => store().setState({ album });
  /** Changes what is found, unless it was given up meanwhile. */
  const change = (part: Partial<Extract<AlbumState, { kind: 'found' }>>) => {
    const { album } = store().getState();
    if (album.kind === 'found') set({ ...album, ...part });
  };
  const failed = (cause: unknown) => {
    if (LabError.from(cause).code !== 'cancelled') change({ failure: failureOf(cause), keeping: undefined });
  };

  const actions: AlbumActions = {
    openAlbum: async (name, files) => {
      set({ kind: 'looking', name, progress: undefined });
      const tick = (done: number, total: number) => {
        const { album } = store().getState();
        if (album.kind === 'looking') set({ ...album, progress: { done, total } });
      };
      try {
        const found = await desk.look(name, files, tick);
        const settings = usualSettings(found, store().getState());
        set({ kind: 'found', ...{ found, settings }, preview: undefined, keeping: undefined, failure: undefined });
        await actions.changeAlbum({});
      } catch (cause) {
        if (LabError.from(cause).code !== 'cancelled') set({ kind: 'failed', name, failure: failureOf(cause) });
      }
    },
    changeAlbum: async (part) => {
      const { album } = store().getState();
      if (album.kind !== 'found') return;
      const settings = { ...album.settings, ...part };
      change({ settings, failure: undefined });
      try {
        change({ preview: await desk.preview(settings) });
      } catch (cause) {
        failed(cause);
      }
    },
    keepAlbum: async () => {
      const { album } = store().getState();
      if (album.kind !== 'found' || album.keeping) return;
      change({ keeping: { done: 0, total: album.found.count }, failure: undefined });
      try {
        const kept = await desk.keep(album.settings, (done, total) => change({ keeping: { done, total } }));
        desk.clear();
        await store().getState().relist();
        actions.takeImages(kept.images.id);
        set({ kind: 'kept', ...kept });
      } catch (cause) {
        failed(cause);
      }
    },
    findLocal: async () => store().setState({ local: await local.list() }),
    openLocal: async (found, name) => {
      const looking = { kind: 'looking', name, progress: undefined } as const;
      const isWanted = () => store().getState().album === looking; // not closed, and nothing else opened meanwhile
      set(looking);
      try {
        const files = await local.open(found);
        if (isWanted()) await actions.openAlbum(name, files);
      } catch (cause) {
        if (isWanted()) set({ kind: 'failed', name, failure: failureOf(cause) });
      }
    },
    closeAlbum: () => {
      desk.clear();
      set({ kind: 'none' });
    },
    takeImages: (id) => {
      const state = store().getState();
      const images = ownImages(state.own, id);
      if (!images) return;
      state.load(withImages(state, images));
      state.chooseImage(store().getState().specimen.image); // brought back into a smaller set
    },
  };
  return actions;
}

/** As the model in the form takes them; classes as the files say, else those of that model. */
function usualSettings({ name, classNames, perClass }: ImagesFound, state: LabState): ImageSettings {
  const model = modelFacts(state);
  const several = perClass.filter((count) => count > 0).length > 1;
  const named = several || (classNames.length > 0 && model.classNames.length === 0);
  return {
    name,
    shape: model.shape,
    fit: 'crop',
    ...(named
      ? { classNames }
      : { classNames: model.classNames, label: Math.max(0, model.classNames.indexOf(classNames[0] ?? '')) }),
  };
}

/** What the model in the form takes and answers; names are empty where it has none. */
export function modelFacts({ draft, own }: Pick<LabState, 'draft' | 'own'>): {
  readonly shape: Shape;
  readonly classNames: readonly string[];
} {
  const id = modelIn(draft);
  const card = modelCardOf(id);
  const mine = ownModel(own, id);
  if (card) return { shape: card.inputShape as unknown as Shape, classNames: card.classNames }; // cards hold three sizes
  return { shape: mine?.shape ?? [32, 32, 3], classNames: mine?.classNames ?? [] };
}

/**
 * Draft with these images: budgets are named where they are not the usual ones, since an id does not
 * tell colours, and a run takes no more images than there are.
 */
function withImages({ draft, own }: LabState, { id, shape, count }: OwnImages) {
  const takes = (other: { readonly shape: readonly number[] }) => String(other.shape) === String(shape);
  const mine = own.find((thing) => thing.kind === 'model' && takes(thing))?.id;
  const other = takes(modelFacts({ draft, own })) ? undefined : (mine ?? modelOfShape(shape));
  const next = editDraft(other === undefined ? draft : editDraft(draft, 'model', other), 'data', id);
  const eps = ownEpsilons(shape[2], (draft.norm ?? globalParams.norm.default) as Norm); // the form offers norms only
  const wanted = Number(draft.count ?? globalParams.count.default);
  return {
    ...next,
    ...(eps && { eps: eps.map(formatEpsilon).join(',') }),
    ...(wanted > count && { count: String(count) }),
  };
}

export const ownImages = (own: readonly OwnThing[], id: string): OwnImages | undefined =>
  own.find((thing): thing is OwnImages => thing.kind === 'images' && thing.id === id);

const nowhere = async () => {
  throw new LabError('backend', 'images cannot be opened here');
};

/** For hosts without workers. */
export const noDesk: ImageDesk = { look: nowhere, preview: nowhere, keep: nowhere, clear: () => undefined };

/** For pages without a server of their own. */
export const noLocalData: LocalData = { list: async () => ({ folder: '', sets: [] }), open: nowhere };
