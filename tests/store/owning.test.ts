import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import type { LookStep } from '../../src/store/owning.ts';
import { readFiles } from '../../src/ui/models/readFiles.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };
const mebibyte = 2 ** 20;
const bytes = Uint8Array.from({ length: 2.5 * mebibyte }, (_, i) => i % 251);
const dropped = [
  { name: 'model.json', file: new Blob(['{}']) },
  { name: 'weights.bin', file: new Blob([bytes]) },
];

function watchedLab() {
  const engine = fakeEngine();
  const lab = createLabStore(
    {
      ...engine,
      audit: async (request, host) => {
        host.emit({ kind: 'trying' });
        return engine.audit(request, host);
      },
    },
    { draft: {}, settings },
  );
  const steps: LookStep[] = [];
  lab.subscribe(({ checking }, before) => {
    if (checking.kind === 'looking' && checking !== before.checking) steps.push(checking.step);
  });
  return { lab, steps };
}

describe('files of a model', () => {
  it('are read piece by piece, and come out as they are', async () => {
    const ticks: number[] = [];
    const read = await readFiles(dropped, (done, total) => {
      expect(total).toBe(2 + bytes.length);
      ticks.push(done);
    });
    expect(ticks).toEqual([0, 2, 2 + mebibyte, 2 + 2 * mebibyte, 2 + bytes.length]);
    expect(Object.keys(read)).toEqual(['model.json', 'weights.bin']);
    expect(Buffer.compare(read['weights.bin']!, bytes)).toBe(0);
  });

  it('are looked into step by step, which the page can tell', async () => {
    const { lab, steps } = watchedLab();
    await lab.getState().checkModel('mine', (tick) => readFiles(dropped, tick));
    expect(steps.map(({ kind }) => kind)).toEqual([...Array(6).fill('reading'), 'trying']);
    expect(lab.getState().checking.kind).toBe('found');
  });

  it('that are given up while they are read are not looked into', async () => {
    const { lab, steps } = watchedLab();
    await lab.getState().checkModel('mine', async (tick) => {
      tick(1, 2);
      lab.getState().closeCheck();
      tick(2, 2);
      return {};
    });
    expect(steps.at(-1)).toEqual({ kind: 'reading', done: 1, total: 2 });
    expect(lab.getState().checking.kind).toBe('none');
  });

  it('that cannot be read are a failure that the page shows', async () => {
    const { lab } = watchedLab();
    await lab.getState().checkModel('mine', () => Promise.reject(new Error('the file is gone')));
    expect(lab.getState().checking).toMatchObject({ kind: 'failed', name: 'mine' });
  });
});
