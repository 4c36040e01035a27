import type { Engine } from '../../workers/engine.ts';
import { failureOf, LabError } from '../core/errors.ts';
import { plainPixels } from '../core/preprocessing.ts';
import type { RunEvent } from '../spec/events.ts';
import { applyExtract, type ExtractReport, emptyExtract, extractProgress } from '../spec/extractReport.ts';
import { parseExtract, type Theft } from '../spec/extractSpec.ts';
import { doneOf } from '../spec/runFrame.ts';
import { formatSpec, type SpecText } from '../spec/spec.ts';
import { formatTransfer, parseTransfer } from '../spec/transferSpec.ts';
import type { ExtractState } from './extractActions.ts';
import { draftOf, readExtract } from './extractDraft.ts';
import { keepRuns, keptRuns } from './extractShelf.ts';
import type { LabState, LabStore } from './labStore.ts';
import { addSample, startPace } from './pace.ts';

const pauseMs = 200; // between two updates of the page
const mostRuns = 8; // that are kept to be compared

interface Stealing {
  readonly store: LabStore;
  readonly engine: Engine;
  readonly now: () => number;
  readonly text: SpecText;
}

export const hasPoints = ({ thefts }: ExtractReport): boolean =>
  Object.values(thefts).some(({ points }) => points.length > 0);

/** The form as it would run; undefined where it has problems. */
export function textToSteal({ own, ...state }: LabState): SpecText | undefined {
  const reading = readExtract(draftOf(state), own);
  return reading.kind === 'valid' ? reading.text : undefined;
}

/** Carries out the thefts of an extraction into `store.extract`. */
export function stealInto({ store, engine, now, text }: Stealing) {
  const controller = new AbortController();
  let report = emptyExtract(text);
  let pace = startPace(extractProgress(report).total);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const show = () => {
    timer = undefined;
    pace = addSample(pace, now(), doneOf(report));
    store.setState({ extract: { kind: 'running', report, pace } });
  };
  const emit = (event: RunEvent) => {
    if (over) return;
    report = applyExtract(report, event);
    timer ??= setTimeout(show, pauseMs);
  };
  const end = (state: ExtractState) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    store.setState({ extract: state });
    if (hasPoints(report)) remember(store, report);
  };

  store.setState({ extractSetting: undefined });
  show();
  engine.run(text, { signal: controller.signal, emit }).then(
    () => {
      end({ kind: 'done', report });
      learnSpeed(store, report);
    },
    (cause) => {
      const failure = failureOf(cause);
      end(failure.code === 'cancelled' ? { kind: 'stopped', report } : { kind: 'failed', report, failure });
    },
  );
  return {
    stop: () => controller.abort(),
    /** Stops and keeps what was found among the runs, but shows nothing of it any more. */
    abandon: () => {
      if (!over && hasPoints(report)) remember(store, report);
      over = true;
      clearTimeout(timer);
      controller.abort();
    },
  };
}

/** Key of a measured speed, in queries per second: it depends on the machine's backend. */
export const extractSpeed = (backend: string): string => `extract/${backend}`;

function learnSpeed(store: LabStore, report: ExtractReport): void {
  const { setting, finished } = report;
  if (!setting || !finished || finished.seconds <= 0) return;
  const speed = extractProgress(report).total / finished.seconds;
  store.setState({ speeds: { ...store.getState().speeds, [extractSpeed(setting.backend)]: speed } });
}

/** Newest first. Logs and copies are large, and only those of the newest run are kept. */
function remember(store: LabStore, report: ExtractReport): void {
  const others = store.getState().extractRuns.map(withoutFiles);
  const extractRuns = [report, ...others].slice(0, mostRuns);
  store.setState({ extractRuns });
  void keepRuns(extractRuns);
}

const withoutFiles = (report: ExtractReport): ExtractReport => ({
  ...report,
  thefts: Object.fromEntries(
    Object.entries(report.thefts).map(([key, record]) => [key, { ...record, log: undefined, copy: undefined }]),
  ),
});

export async function forget(store: LabStore, report: ExtractReport): Promise<void> {
  const extractRuns = store.getState().extractRuns.filter((run) => run !== report);
  store.setState({ extractRuns });
  await keepRuns(extractRuns);
}

/** Runs of earlier visits; the newest comes back onto the page where nothing else is. */
export async function recallInto(store: LabStore): Promise<void> {
  if (store.getState().extractRuns.length > 0) return;
  const extractRuns = await keptRuns();
  const [newest] = extractRuns;
  const { extract, extractRuns: known } = store.getState();
  if (!newest || known.length > 0) return;
  store.setState({ extractRuns, ...(extract.kind === 'idle' && { extract: { kind: 'done', report: newest } }) });
}

interface Copying {
  readonly store: LabStore;
  readonly report: ExtractReport;
  readonly theft: Theft;
  /** What the copy is called from now on. */
  readonly name: string;
}

/**
 * Keeps a copy as a model of the reader's and measures, on the Evaluate page, what attacks built on it do to the victim,
 * with images, budget and last attack of the extraction.
 *
 * @throws {LabError} `asset` where the copy cannot be kept.
 */
export async function attackWithCopy({ store, report, theft, name }: Copying): Promise<void> {
  const { victim } = parseExtract(report.spec);
  const record = Object.values(report.thefts).find((each) => each.theft === theft);
  if (!record?.copy) throw new LabError('contract', `${name}: no copy was kept`);
  const { checkModel, keepChecked, load, goTo, measureTransfer } = store.getState();
  await checkModel(name, { ...record.copy }, { preprocessing: plainPixels });
  const { checking } = store.getState();
  if (checking.kind !== 'found') throw problemOf(store, name);
  await keepChecked();
  if (store.getState().checking.kind !== 'none') throw problemOf(store, name);
  const attack = victim.attacks.at(-1)!; // an extraction has one
  const { defense: _, ...draft } = formatSpec({ ...victim, attacks: [attack] });
  load({ ...draft, defense: 'none' });
  goTo('evaluate');
  const models = `${checking.audited.model.id},${victim.model}`;
  measureTransfer(formatTransfer(parseTransfer({ ...draft, data: victim.data, models })));
}

function problemOf(store: LabStore, name: string): LabError {
  const { checking, closeCheck } = store.getState();
  closeCheck();
  const failure = 'failure' in checking ? checking.failure : undefined;
  return failure ? LabError.revive(failure) : new LabError('asset', `${name}: the copy could not be kept`);
}
