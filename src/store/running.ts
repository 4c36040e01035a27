import type { Engine } from '../../workers/engine.ts';
import { attackCards } from '../attacks/catalog.ts';
import { failureOf } from '../core/errors.ts';
import { progressOf, totalWork } from '../spec/cost.ts';
import type { RunEvent } from '../spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../spec/report.ts';
import { parseSpec, type SpecText } from '../spec/spec.ts';
import { hasNumbers, shownReport } from './derived.ts';
import type { LabFacts } from './labState.ts';
import type { LabStore } from './labStore.ts';
import { addSample, startPace } from './pace.ts';

const pauseMs = 200; // between two updates of the page, so that the main thread stays free

interface RunRequest {
  readonly store: LabStore;
  readonly engine: Engine;
  readonly text: SpecText;
  readonly now: () => number;
}

/** Runs an experiment and folds its events into `store.run`, a few times a second. */
export function runInto({ store, engine, text, now }: RunRequest) {
  const controller = new AbortController();
  const previous = shownReport(store.getState().run);
  const spec = parseSpec(text);
  let report = emptyReport(text);
  let pace = startPace(totalWork(spec));
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const fold = () => {
    clearTimeout(timer);
    timer = undefined;
    report = waiting.reduce(applyEvent, report);
    if (waiting.some(({ kind }) => kind === 'restarted')) pace = startPace(totalWork(spec));
    waiting = [];
    pace = addSample(pace, now(), progressOf(report).done);
  };
  const show = () => {
    fold();
    store.setState({ run: { kind: 'running', report, previous, pace } });
  };
  const emit = (event: RunEvent) => {
    if (over) return;
    waiting.push(event);
    timer ??= setTimeout(show, pauseMs);
  };
  const end = (cause?: unknown) => {
    if (over) return;
    over = true;
    fold();
    store.setState(cause === undefined ? finish(store, report) : interrupt(report, previous, cause));
  };

  show();
  engine.run(text, { signal: controller.signal, emit }).then(
    () => end(),
    (cause) => end(cause),
  );
  return {
    stop: () => controller.abort(),
    /** Stops and forgets: nothing of this run reaches the page any more. */
    abandon: () => {
      over = true;
      clearTimeout(timer);
      controller.abort();
    },
  };
}

function finish(store: LabStore, report: Report): Partial<LabFacts> {
  const { speeds } = store.getState();
  const seconds = report.finished?.seconds ?? 0;
  const name = speedName(report);
  const measured =
    name !== undefined && seconds > 0 && spendsAll(report) ? { [name]: progressOf(report).done / seconds } : {};
  return { run: { kind: 'done', report }, speeds: { ...speeds, ...measured } };
}

/** Images leave cascades and black-box attacks early, and a speed taken from all they could have cost would be too high. */
const spendsAll = (report: Report) =>
  parseSpec(report.spec).attacks.every(
    ({ id }) => attackCards[id].access === 'gradient' && !('members' in attackCards[id]),
  );

/** Key of a measured speed: it depends on the machine's backend and on the model. */
const speedName = ({ setting }: Report) => setting && `${setting.backend}/${setting.model.id}`;

function interrupt(report: Report, previous: Report | undefined, cause: unknown): Partial<LabFacts> {
  const failure = failureOf(cause);
  const ended: RunEvent = { kind: 'finished', seconds: report.finished?.seconds ?? 0, complete: false };
  const kept = hasNumbers(report) ? applyEvent(report, ended) : report;
  return failure.code === 'cancelled'
    ? { run: { kind: 'stopped', report: kept, previous } }
    : { run: { kind: 'failed', report: kept, previous, failure } };
}
