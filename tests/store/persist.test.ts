import { describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/spec/report.ts';
import type { Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { browserShelf, persist, recall, type Shelf } from '../../src/store/persist.ts';
import { chooseSettings } from '../../src/store/settings.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };

function memoryShelf(): Shelf {
  const values = new Map<string, unknown>();
  let kept: Report | undefined;
  return {
    read: (key) => structuredClone(values.get(key)),
    write: (key, value) => void values.set(key, structuredClone(value)),
    readReport: async () => kept,
    writeReport: async (report) => {
      kept = structuredClone(report);
    },
  };
}

describe('what survives a reload', () => {
  it('keeps settings, draft, link and the last report', async () => {
    const shelf = memoryShelf();
    const lab = createLabStore(fakeEngine(), { draft: { count: '30', eps: '0.1' }, settings });
    persist(lab, shelf);
    lab.getState().set({ theme: 'dark' });
    lab.getState().start();
    await vi.waitFor(() => expect(lab.getState().run.kind).toBe('done'));
    lab.getState().edit('seed', '4');
    const kept = await recall(shelf);
    expect(kept.settings.theme).toBe('dark');
    expect(kept.draft).toEqual({ count: '30', eps: '0.1', seed: '4' });
    expect(kept.link).toBe('#v=1&eps=0.1&count=30&seed=4');
    expect(kept.report?.finished?.complete).toBe(true);
  });

  it('works without any storage', async () => {
    const kept = await recall(browserShelf()); // Node has neither localStorage nor indexedDB
    expect(kept).toEqual({ draft: undefined, link: undefined, report: undefined, speeds: {}, settings: {} });
  });

  it('passes over a report this version cannot read', async () => {
    const shelf = { ...memoryShelf(), readReport: async () => ({ spec: { model: 'gone' } }) as unknown as Report };
    expect((await recall(shelf)).report).toBeUndefined();
  });
});

describe('the settings to begin with', () => {
  const page = (hash: string, search: string, language: string) => ({
    location: { hash, search } as Location,
    navigator: { language } as Navigator,
    matchMedia: () => ({ matches: true }) as MediaQueryList,
  });

  it('take the language of the address before what was kept, and that before the system', () => {
    expect(chooseSettings(page('#lang=ja', '', 'en-US'), { language: 'en' }).language).toBe('ja');
    expect(chooseSettings(page('', '?lang=ja', 'en-US'), {}).language).toBe('ja');
    expect(chooseSettings(page('', '', 'en-US'), { language: 'ja' }).language).toBe('ja');
    expect(chooseSettings(page('', '', 'ja-JP'), {}).language).toBe('ja');
  });

  it('follow the system in light and dark until somebody chooses', () => {
    expect(chooseSettings(page('', '', 'en'), {}).theme).toBe('dark');
    expect(chooseSettings(page('', '', 'en'), { theme: 'light' }).theme).toBe('light');
  });
});
