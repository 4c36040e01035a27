import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isChanged, isStale, rowsOf, shownReport } from '../../src/store/derived.ts';
import type { Settings } from '../../src/store/labState.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings: Settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true };
const small = { count: '20', eps: '0.1,0.2', adaptive: 'both' };

const labWith = (options: Parameters<typeof fakeEngine>[0], draft = small) =>
  createLabStore(fakeEngine({ blockSize: 10, ...options }), { draft, settings }, () => Date.now());

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const finished = { pauseMs: 1 };
const slow = { pauseMs: 100 };

describe('the lab', () => {
  it('runs the draft to the end and keeps the report', async () => {
    const lab = labWith(finished);
    lab.getState().start();
    await vi.runAllTimersAsync();
    const { run } = lab.getState();
    expect(run.kind).toBe('done');
    expect(rowsOf(shownReport(run)!)).toHaveLength(2 * (2 + 4 + 2)); // two budgets; two and four pairs; two worst cases
  });

  it('updates the page at most five times a second', async () => {
    const lab = labWith({ pauseMs: 10 });
    const seen: number[] = [];
    lab.subscribe(({ run }, before) => run !== before.run && seen.push(Date.now()));
    lab.getState().start();
    await vi.runAllTimersAsync();
    const gaps = seen.slice(1, -1).map((at, i) => at - seen[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
  });

  it('keeps the cells that were finished when it is stopped', async () => {
    const lab = labWith(slow);
    lab.getState().start();
    await vi.advanceTimersByTimeAsync(1500);
    lab.getState().stop();
    await vi.advanceTimersByTimeAsync(200);
    const { run } = lab.getState();
    expect(run.kind).toBe('stopped');
    expect(rowsOf(shownReport(run)!).length).toBeGreaterThan(0);
    expect(shownReport(run)!.finished?.complete).toBe(false);
  });

  it('shows the previous report until the new run has a number', async () => {
    const lab = labWith(slow);
    lab.getState().start();
    await vi.runAllTimersAsync();
    const first = shownReport(lab.getState().run);
    lab.getState().edit('seed', '7');
    lab.getState().start();
    expect(shownReport(lab.getState().run)).toBe(first);
    expect(isStale(lab.getState().run)).toBe(true);
    await vi.runAllTimersAsync();
    expect(shownReport(lab.getState().run)!.spec).toMatchObject({ seed: '7' });
  });

  it('keeps the previous report when a run fails before its first number', async () => {
    const engine = fakeEngine({ pauseMs: 1, blockSize: 10 });
    let broken = false;
    const failing: typeof engine = {
      ...engine,
      run: (text, host) => (broken ? Promise.reject(new Error('weights.bin: cut off')) : engine.run(text, host)),
    };
    const lab = createLabStore(failing, { draft: small, settings });
    lab.getState().start();
    await vi.runAllTimersAsync();
    const first = shownReport(lab.getState().run);
    broken = true;
    lab.getState().start();
    await vi.runAllTimersAsync();
    const { run } = lab.getState();
    expect(run).toMatchObject({ kind: 'failed', failure: { code: 'internal', message: 'weights.bin: cut off' } });
    expect(shownReport(run)).toBe(first);
  });

  it('keeps partial numbers and the code of the failure when a run breaks off', async () => {
    const lab = labWith({ pauseMs: 1, failAfter: 12 });
    lab.getState().start();
    await vi.runAllTimersAsync();
    expect(lab.getState().run).toMatchObject({ kind: 'failed', failure: { code: 'asset' } });
    expect(rowsOf(shownReport(lab.getState().run)!).length).toBeGreaterThan(0);
  });

  it('does not start while the draft has problems', () => {
    const lab = labWith(finished, { ...small, eps: 'lots' });
    lab.getState().start();
    expect(lab.getState().run.kind).toBe('idle');
  });

  it('lets a new run replace the one in progress', async () => {
    const lab = labWith(slow);
    lab.getState().start();
    await vi.advanceTimersByTimeAsync(700);
    lab.getState().edit('seed', '3');
    lab.getState().start();
    await vi.runAllTimersAsync();
    expect(lab.getState().run).toMatchObject({ kind: 'done', report: { spec: { seed: '3' } } });
  });

  it('knows when the form asks for something else than the report', async () => {
    const lab = labWith(finished);
    lab.getState().start();
    await vi.runAllTimersAsync();
    expect(isChanged(lab.getState())).toBe(false);
    lab.getState().edit('count', '40');
    expect(isChanged(lab.getState())).toBe(true);
    lab.getState().reset();
    expect(isChanged(lab.getState())).toBe(false);
  });

  it('remembers the measured speed by backend and model', async () => {
    const lab = labWith(finished);
    lab.getState().start();
    await vi.runAllTimersAsync();
    expect(lab.getState().speeds['wasm/mnist-cnn']).toBeGreaterThan(0);
  });

  it('says which backend serves', async () => {
    const lab = labWith(finished);
    await vi.runAllTimersAsync();
    expect(lab.getState().backend).toMatchObject({ kind: 'ready', report: { backend: 'wasm' } });
  });

  it('packs the images of the chosen cell, or nothing when cancelled', async () => {
    const lab = labWith({ pauseMs: 0 }, { ...small, count: '120' });
    vi.useRealTimers();
    lab.getState().start();
    await vi.waitFor(() => expect(lab.getState().run.kind).toBe('done'));
    const totals: number[] = [];
    lab.subscribe(({ saving }) => saving && totals.push(saving.total));
    const bytes = await lab.getState().saveImages();
    expect(bytes?.slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b])); // the mark of a ZIP file
    expect(totals).toContain(120);
    expect(lab.getState().saving).toBeUndefined();
    const cancelled = lab.getState().saveImages();
    lab.getState().cancelSaving();
    expect(await cancelled).toBeUndefined();
  });
});
