import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/spec/events.ts';
import type { CurvePoint, TheftEnd } from '../../src/spec/extractEvents.ts';
import { lessonOf } from '../../src/spec/extractLesson.ts';
import { parseExtract, planThefts, type Theft } from '../../src/spec/extractSpec.ts';
import { outcomesOf } from '../../src/spec/extractSummary.ts';
import type { OwnModel } from '../../src/spec/own.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import { preparedExtracts, protectionOf, protectionText, readExtract } from '../../src/store/extractDraft.ts';
import { readLog } from '../../src/store/extractLog.ts';
import { extractViewOf, isExtractChanged, shownExtract, stepBefore } from '../../src/store/extractView.ts';
import { createLabStore, type LabStore } from '../../src/store/labStore.ts';
import { readLink } from '../../src/store/permalink.ts';
import type { Engine } from '../../workers/engine.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;

const point = (theft: Theft, queries: number, fidelity: number): CurvePoint => ({
  queries,
  denied: 0,
  money: queries / 1000,
  seconds: queries / 10,
  fidelity: { count: Math.round(1000 * fidelity), n: 1000 },
  accuracy: { count: 900, n: 1000 },
  attacks: [],
  firstAlarm: theft.countermeasures === 'prada' && queries >= 210 ? 210 : null,
});

const end = (queries: number): TheftEnd => ({
  queries,
  denied: 0,
  sent: queries,
  money: queries / 1000,
  seconds: queries / 10,
  accountsClosed: 0,
  endedEarly: null,
  honestAllowed: { count: queries, n: queries },
  alarms: [],
  watching: [],
  watermark: null,
});

/** Thieves who believe probabilities get nothing behind a reverse sigmoid; every theft has the points of its experiment. */
function thieving(waits: { until?: Promise<void> } = {}): Engine {
  return {
    ...fakeEngine(),
    run: async (text, { signal, emit }) => {
      const spec = parseExtract(text);
      const tell = (piece: Extract<RunEvent, { kind: 'extract' }>['piece']) => emit({ kind: 'extract', piece });
      for (const theft of planThefts(spec)) {
        const fooled = theft.countermeasures === 'reverse-sigmoid' && theft.labels === 'soft';
        for (const queries of spec.points) {
          tell({ kind: 'point', theft, point: point(theft, queries, fooled ? 0.1 : 0.95) });
          await waits.until;
          signal.throwIfAborted();
        }
        tell({ kind: 'end', theft, end: end(spec.settings.budget) });
        tell({ kind: 'log', theft, lines: '{"time":0,"client":0,"query":"00","denied":"rate","alarms":[]}\n' });
      }
      emit({ kind: 'finished', seconds: 2, complete: true });
    },
  };
}

const lab = (engine: Engine) => createLabStore(engine, { draft: {}, settings });

const ended = (store: LabStore) =>
  new Promise<void>((resolve) => {
    const look = () => ['done', 'stopped', 'failed'].includes(store.getState().extract.kind) && resolve();
    store.subscribe(look);
    look();
  });

describe('the form of the Extraction page', () => {
  it('opens with an experiment that can run, as every prepared one can', () => {
    for (const text of Object.values(preparedExtracts)) expect(readExtract(text, []).kind).toBe('valid');
  });

  it.each([
    ['none', { bare: true, chosen: [], arrangement: 'alone' }],
    ['none,rounding,prada', { bare: true, chosen: ['rounding', 'prada'], arrangement: 'alone' }],
    ['rounding+prada', { bare: false, chosen: ['rounding', 'prada'], arrangement: 'stacked' }],
    ['none,rounding,rounding+prada', { bare: true, chosen: ['rounding', 'prada'], arrangement: undefined }],
  ])('reads the services of %s', (countermeasure, protection) => {
    expect(protectionOf({ countermeasure })).toEqual(protection);
    if (protection.arrangement) expect(protectionText(protectionOf({ countermeasure }))).toBe(countermeasure);
  });

  it('passes over settings of what is not chosen, and names every problem at once', () => {
    expect(readExtract({ thief: 'knockoff', 'jacobian.seeds': '7' }, []).kind).toBe('valid');
    const reading = readExtract({ thief: 'jacobian', budget: '100', pool: 'signs' }, []);
    const codes = reading.kind === 'invalid' ? reading.problems.map(({ code }) => code) : [];
    expect(codes).toEqual(['budget-seeds', 'pool-shape']);
  });

  it('knows the classes of a model of the reader before it is opened', () => {
    const id = 'own:0123456789ab';
    const own = { kind: 'model', id, classes: 2, shape: [28, 28, 1] } as unknown as OwnModel; // all that is asked for
    const draft: SpecText = { model: id, data: 'mnist', countermeasure: 'top-k' };
    expect(readExtract(draft, [])).toMatchObject({ kind: 'valid' });
    expect(readExtract(draft, [own])).toMatchObject({ problems: [{ code: 'top-k-idle' }] });
  });

  it('comes out of a link as it was written, problems and all', () => {
    const { kind, page, extractText } = readLink('#v=1&experiment=extract&thief=nobody&budget=50&page=extract');
    expect({ kind, page }).toEqual({ kind: 'none', page: 'extract' });
    expect(extractText).toEqual({ v: '1', thief: 'nobody', budget: '50' });
  });
});

describe('a run of thefts', () => {
  it('shows its points, ends with the lesson, and is kept among the runs', async () => {
    const store = lab(thieving());
    await store.getState().steal();
    await ended(store);
    const { extract, extractRuns } = store.getState();
    expect(extract.kind).toBe('done');
    expect(extractRuns).toHaveLength(1);
    const view = extractViewOf(shownExtract(store.getState())!);
    expect(view.lesson).toMatchObject({
      countermeasures: 'reverse-sigmoid',
      soft: { before: { value: 0.95 }, after: { value: 0.1 } },
    });
    expect(stepBefore(view, view.outcomes[0]!, 700)?.queries).toBe(500);
    expect(isExtractChanged(store.getState())).toBe(false);
    store.getState().editExtract({ budget: '1000' });
    expect(isExtractChanged(store.getState())).toBe(true);
  });

  /** Thefts that wait after their first point until they are told to go on. */
  function held() {
    let go = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    return { store: lab(thieving({ until })), go: () => go() };
  }

  it('goes on when a form with problems is run', async () => {
    const { store, go } = held();
    await store.getState().steal();
    store.getState().editExtract({ budget: '-1' });
    await store.getState().steal();
    go();
    await ended(store);
    expect(store.getState().extract.kind).toBe('done');
  });

  it('keeps what it found when it is stopped', async () => {
    const { store, go } = held();
    await store.getState().steal();
    store.getState().stopStealing();
    go();
    await ended(store);
    expect(store.getState().extract.kind).toBe('stopped');
    expect(outcomesOf(shownExtract(store.getState())!)).toHaveLength(1);
  });

  it('keeps large files of the newest run only', async () => {
    const store = lab(thieving());
    for (const budget of ['300', '400']) {
      store.getState().loadExtract({ thief: 'knockoff', labels: 'hard', budget });
      await store.getState().steal();
      await ended(store);
    }
    const logs = store.getState().extractRuns.map(({ thefts }) => Object.values(thefts)[0]!.log);
    expect(logs.map((log) => log !== undefined)).toEqual([true, false]);
    expect(readLog(logs[0]!)).toMatchObject([{ number: 0, denied: 'rate' }]);
  });
});

describe('the lesson', () => {
  it('is not claimed where the hard-label thief loses too', () => {
    const share = (value: number) => ({ value, low: value, high: value, n: 1, seeds: 1 });
    const outcome = (countermeasures: string, labels: 'soft' | 'hard', fidelity: number) => ({
      ...outcomeBlank,
      countermeasures,
      labels,
      last: { ...outcomeBlank.last, fidelity: share(fidelity) },
    });
    const bare = [outcome('none', 'soft', 0.9), outcome('none', 'hard', 0.9)];
    expect(lessonOf([...bare, outcome('mad', 'soft', 0.2), outcome('mad', 'hard', 0.88)])?.countermeasures).toBe('mad');
    expect(lessonOf([...bare, outcome('mad', 'soft', 0.2), outcome('mad', 'hard', 0.8)])).toBeUndefined();
    expect(lessonOf([...bare, outcome('mad', 'soft', 0.7), outcome('mad', 'hard', 0.9)])).toBeUndefined();
  });
});

const outcomeBlank = {
  thief: 'knockoff',
  last: {
    queries: 1,
    fidelity: { value: 0, low: 0, high: 0, n: 1, seeds: 1 },
    accuracy: { value: 0, low: 0, high: 0, n: 1, seeds: 1 },
    attacks: [],
    denied: 0,
    money: 0,
    seconds: 0,
  },
  firstAlarms: [],
  medianAlarm: null,
  honestAllowed: undefined,
  watermarks: [],
  endedEarly: 0,
} as const;
