import { describe, expect, it, vi } from 'vitest';
import { speak } from '../../src/i18n/voice.ts';
import {
  ballPairsOf,
  chosenCell,
  countByFilter,
  drawnOutcomes,
  fateOf,
  handful,
  ownPairsOf,
  pictureKey,
  traceKey,
} from '../../src/store/choices.ts';
import { shownReport } from '../../src/store/derived.ts';
import { followGallery } from '../../src/store/gallery.ts';
import type { Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { facetsOf } from '../../src/ui/chart/facets.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };

async function finishedLab() {
  const engine = fakeEngine();
  const craft = vi.spyOn(engine, 'craft');
  const lab = createLabStore(engine, { draft: { count: '60', eps: '0.1,0.2', adaptive: 'both' }, settings });
  followGallery(lab, engine);
  lab.getState().start();
  await vi.waitFor(() => expect(lab.getState().run.kind).toBe('done'));
  const report = shownReport(lab.getState().run)!;
  const cell = chosenCell(lab.getState(), report)!;
  return { lab, craft, report, cell };
}

describe('the gallery', () => {
  it('chooses the strongest attack against the last defense, adaptive, at the middle budget', async () => {
    const { cell } = await finishedLab();
    expect(cell).toEqual({ attack: 'pgd', defense: 'bits+median', adaptive: true, epsilon: 0.2 });
  });

  it('fetches the pixels of the images on show, and only after the run', async () => {
    const { lab, craft, report, cell } = await finishedLab();
    const shown = drawnOutcomes(report, cell, { filter: 'all', draw: 0 });
    expect(shown).toHaveLength(handful);
    await vi.waitFor(() => {
      const { pictures } = lab.getState().gallery;
      for (const { image } of shown) expect(pictures.has(pictureKey(report, cell, image))).toBe(true);
    });
    expect(craft).toHaveBeenCalledTimes(1);
  });

  it('asks for no pixels twice', async () => {
    const { lab, craft, report, cell } = await finishedLab();
    await vi.waitFor(() => expect(lab.getState().gallery.pictures.size).toBe(handful));
    lab.getState().drawOthers();
    await vi.waitFor(() => expect(lab.getState().gallery.pictures.size).toBe(2 * handful));
    lab.getState().chooseFilter('all');
    await Promise.resolve();
    expect(craft).toHaveBeenCalledTimes(2);
    expect(lab.getState().gallery.pictures.has(pictureKey(report, cell, 999))).toBe(false);
  });

  it('fetches every step of the image in the dialog', async () => {
    const { lab, report, cell } = await finishedLab();
    lab.getState().inspect(3);
    await vi.waitFor(() => {
      const picture = lab.getState().gallery.pictures.get(traceKey(report, cell, 3));
      expect(picture?.trace.length).toBeGreaterThan(1);
      expect(picture?.clean).toHaveLength(28 * 28);
    });
  });

  it('draws by the seed alone, and shows every image before one comes again', async () => {
    const { report, cell } = await finishedLab();
    const drawn = Array.from({ length: 10 }, (_, draw) => drawnOutcomes(report, cell, { filter: 'all', draw }));
    expect(new Set(drawn.flat().map(({ image }) => image)).size).toBe(60);
  });

  it('shows under a filter only what the filter names', async () => {
    const { report, cell } = await finishedLab();
    const counts = countByFilter(report, cell);
    expect(counts.fooled + counts.held + counts.misclassified).toBe(counts.all);
    for (const outcome of drawnOutcomes(report, cell, { filter: 'held', draw: 0 }))
      expect(fateOf(outcome)).toBe('held');
  });

  it('says what went wrong when pixels cannot be made', async () => {
    const { lab, craft } = await finishedLab();
    craft.mockRejectedValueOnce(new Error('device lost'));
    lab.getState().drawOthers();
    await vi.waitFor(() => expect(lab.getState().gallery.failure?.message).toBe('device lost'));
  });
});

describe('attacks with limits of their own', () => {
  const finished = async (attack: string) => {
    const engine = fakeEngine();
    const lab = createLabStore(engine, { draft: { count: '20', eps: '0.1,0.2', defense: 'none', attack }, settings });
    followGallery(lab, engine);
    lab.getState().start();
    await vi.waitFor(() => expect(lab.getState().run.kind).toBe('done'));
    return { lab, report: shownReport(lab.getState().run)! };
  };
  const patchPair = { attack: 'patch', defense: 'none', adaptive: true } as const;

  it('have one cell, whatever budget the reader has chosen', async () => {
    const { lab, report } = await finished('fgsm,patch');
    lab.getState().chooseEpsilon(0.1);
    lab.getState().choosePair(patchPair);
    expect(chosenCell(lab.getState(), report)).toEqual({ ...patchPair, epsilon: null });
    expect(ballPairsOf(report).map(({ attack }) => attack)).toEqual(['fgsm']);
    expect(ownPairsOf(report)).toEqual([patchPair]);
  });

  it('show their images, and what they learned, where nothing else was run', async () => {
    const { lab, report } = await finished('patch');
    const cell = chosenCell(lab.getState(), report)!;
    expect(cell).toEqual({ ...patchPair, epsilon: null });
    const { image } = drawnOutcomes(report, cell, { filter: 'all', draw: 0 })[0]!;
    await vi.waitFor(() => {
      const picture = lab.getState().gallery.pictures.get(pictureKey(report, cell, image));
      expect(picture?.learned).toMatchObject({ kind: 'patch', shape: [8, 8, 1] });
    });
  });

  it('draw no line in a chart', async () => {
    const { report } = await finished('fgsm,patch');
    const [facet] = facetsOf(report, 'defense', speak('en'));
    expect(facet!.series.map(({ key }) => key)).toEqual(['fgsm|true', 'worst']);
  });
});
