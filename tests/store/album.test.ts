import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { localSets } from '../../src/datasets/local.catalog.ts';
import type { OwnImages } from '../../src/spec/own.ts';
import type { ImageSettings, ImagesFound, LocalData } from '../../src/spec/ownImages.ts';
import type { Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { memoryShelf } from '../../src/store/memoryShelf.ts';
import { specimenReading } from '../../src/store/specimen.ts';
import type { ImageDesk } from '../../workers/imageDesk.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };
const found: ImagesFound = {
  name: 'pets',
  count: 30,
  classNames: ['cat', 'dog'],
  perClass: [20, 10],
  usualSize: [64, 48],
  problems: [],
};

/** A lab with a desk that finds this, and keeps it as it is told. */
function labWith(
  facts: ImagesFound,
  draft: Readonly<Record<string, string>> = {},
  over: Partial<ImageDesk> = {},
  localData?: LocalData,
) {
  const shelf = memoryShelf();
  const asked: ImageSettings[] = [];
  const desk: ImageDesk = {
    look: async () => facts,
    preview: async (wanted) => {
      asked.push(wanted);
      return { shape: wanted.shape, pixels: new Float32Array(0), labels: [], names: [] };
    },
    keep: async ({ name, shape, classNames }) => {
      const images: OwnImages = {
        kind: 'images',
        id: 'own:0123456789ab',
        name,
        shape,
        classNames,
        count: facts.count,
        size: 9,
      };
      await shelf.keep(images, {});
      return { images, problems: [] };
    },
    clear: () => undefined,
    ...over,
  };
  const lab = createLabStore(fakeEngine({ blockSize: 1, pauseMs: 0 }), {
    draft,
    settings,
    ownShelf: shelf,
    imageDesk: desk,
    ...(localData && { localData }),
  });
  return { lab, asked, state: () => lab.getState() };
}

const kept = async ({ state }: ReturnType<typeof labWith>) => {
  await state().openAlbum('pets', []);
  await state().keepAlbum();
};

describe('images of the reader', () => {
  it('are shown as the model in the form takes them, with the classes of their folders', async () => {
    const { state, asked } = labWith(found, { model: 'signs-cnn' });
    await state().openAlbum('pets', []);
    expect(asked).toEqual([{ name: 'pets', shape: [32, 32, 3], fit: 'crop', classNames: ['cat', 'dog'] }]);
    await state().changeAlbum({ shape: [8, 8, 1] });
    expect(state().album).toMatchObject({ kind: 'found', preview: { shape: [8, 8, 1] } });
  });

  it('of no class get one of the model, the one of their only folder where it has that', async () => {
    const loose = labWith({ ...found, classNames: [], perClass: [] }, { model: 'signs-cnn' });
    await loose.state().openAlbum('pets', []);
    expect(loose.state().album).toMatchObject({ settings: { label: 0, classNames: expect.arrayContaining(['stop']) } });
    const single = labWith({ ...found, classNames: ['yield'], perClass: [30] }, { model: 'signs-cnn' });
    await single.state().openAlbum('pets', []);
    expect(single.state().album).toMatchObject({ settings: { label: 1 } });
  });

  it('go into the form with budgets of colour and no more images than there are', async () => {
    const lab = labWith(found, { model: 'signs-cnn' });
    await kept(lab);
    expect(lab.state().draft).toMatchObject({
      model: 'signs-cnn',
      data: 'own:0123456789ab',
      count: '30',
      eps: expect.stringContaining('8/255'),
    });
    expect(lab.state()).toMatchObject({ album: { kind: 'kept' }, specimen: { image: 7 } });
    const reading = specimenReading(lab.state());
    expect(reading).toMatchObject({ kind: 'valid', spec: { data: 'own:0123456789ab', count: 30 } });
  });

  it('bring a model that takes them, and stay when another one does', async () => {
    const lab = labWith({ ...found, count: 3 }, { model: 'signs-cnn' });
    await lab.state().openAlbum('pets', []);
    await lab.state().changeAlbum({ shape: [28, 28, 1] });
    await lab.state().keepAlbum();
    expect(lab.state()).toMatchObject({ draft: { data: 'own:0123456789ab' }, specimen: { image: 2 } });
    expect(lab.state().draft.model ?? 'mnist-cnn').toBe('mnist-cnn');
    lab.state().takeModel('mnist-mlp');
    expect(lab.state().draft).toMatchObject({ model: 'mnist-mlp', data: 'own:0123456789ab' });
    lab.state().takeModel('signs-cnn');
    expect(lab.state().draft.data).toBeUndefined();
  });

  it('of the computer are not opened when they are given up before they are there', async () => {
    let deliver: (files: readonly []) => void = () => undefined;
    const local: LocalData = {
      list: async () => ({ folder: '', sets: localSets }),
      open: () =>
        new Promise((resolve) => {
          deliver = resolve;
        }),
    };
    const { state } = labWith(found, {}, {}, local);
    const opening = state().openLocal(localSets[0], 'MNIST');
    state().closeAlbum();
    deliver([]);
    await opening;
    expect(state().album).toEqual({ kind: 'none' });
  });

  it('say what is wrong with them, and nothing when they are given up', async () => {
    const bad = labWith(found, {}, { look: () => Promise.reject(new LabError('asset', 'x: no')) });
    await bad.state().openAlbum('x', []);
    expect(bad.state().album).toMatchObject({ kind: 'failed', name: 'x', failure: { message: 'x: no' } });
    const gone = labWith(found, {}, { look: () => Promise.reject(new LabError('cancelled', 'stopped')) });
    const look = gone.state().openAlbum('x', []);
    gone.state().closeAlbum();
    await look;
    expect(gone.state().album).toEqual({ kind: 'none' });
  });
});
