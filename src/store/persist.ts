import { openDB } from 'idb';
import { writeLink } from '../spec/link.ts';
import type { Report } from '../spec/report.ts';
import type { SpecText } from '../spec/spec.ts';
import { readDraft } from './draft.ts';
import type { LabFacts, Settings } from './labState.ts';
import type { LabStore } from './labStore.ts';
import type { Kept } from './opening.ts';

const reportVersion = 2; // of the stored form; a report of another version is left alone

/** Where a page may keep things. Every call may fail (private windows, full disks); the page then works without. */
export interface Shelf {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  readReport(): Promise<Report | undefined>;
  writeReport(report: Report): Promise<void>;
}

export function browserShelf(): Shelf {
  const reports = () => openDB('epsilon-lab', 1, { upgrade: (db) => void db.createObjectStore('reports') });
  return {
    read: (key) => attempt(() => JSON.parse(localStorage.getItem(`lab.${key}`) ?? 'null') as unknown) ?? undefined,
    write: (key, value) => void attempt(() => localStorage.setItem(`lab.${key}`, JSON.stringify(value))),
    readReport: async () => {
      const found = await attemptLater(async () => (await reports()).get('reports', 'last'));
      return found?.version === reportVersion ? (found.report as Report) : undefined;
    },
    writeReport: (report) =>
      attemptLater(async () => void (await reports()).put('reports', { version: reportVersion, report }, 'last')),
  };
}

/** What was kept, as far as it still makes sense. */
export async function recall(shelf: Shelf): Promise<Kept & Pick<LabFacts, 'speeds'> & { settings: Partial<Settings> }> {
  const report = await shelf.readReport();
  const draft = shelf.read('draft') as { text: SpecText; link: string } | undefined;
  return {
    draft: textOf(draft?.text),
    link: draft?.link,
    extractText: textOf(shelf.read('extract')),
    report: report && readDraft(report.spec).kind === 'valid' ? report : undefined,
    speeds: (shelf.read('speeds') as Record<string, number> | undefined) ?? {},
    settings: (shelf.read('settings') as Partial<Settings> | undefined) ?? {},
  };
}

/** Keeps settings, draft, speeds and the last report as they change. */
export function persist(store: LabStore, shelf: Shelf): void {
  const keepDraft = ({ draft }: Pick<LabFacts, 'draft'>) => {
    const reading = readDraft(draft);
    if (reading.kind === 'valid') shelf.write('draft', { text: draft, link: writeLink(reading.text) });
  };
  keepDraft(store.getState());
  store.subscribe((state, before) => {
    if (state.settings !== before.settings) shelf.write('settings', state.settings);
    if (state.speeds !== before.speeds) shelf.write('speeds', state.speeds);
    if (state.draft !== before.draft) keepDraft(state);
    if (state.extractText !== before.extractText) shelf.write('extract', state.extractText ?? null);
    const { run } = state;
    const ended = run !== before.run && (run.kind === 'done' || run.kind === 'stopped');
    if (ended && Object.keys(run.report.cells).length > 0) void shelf.writeReport(run.report);
  });
}

const textOf = (value: unknown) => (isText(value) ? value : undefined);

const isText = (value: unknown): value is SpecText =>
  typeof value === 'object' && value !== null && Object.values(value).every((part) => typeof part === 'string');

function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined; // storage is a convenience
  }
}

const attemptLater = <Value>(action: () => Promise<Value>): Promise<Value | undefined> =>
  action().catch(() => undefined);
