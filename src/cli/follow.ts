import { createNodeEngine } from '../../workers/nodeEngine.ts';
import type { BackendName } from '../core/backend.ts';
import { LabError } from '../core/errors.ts';
import type { RunEvent } from '../spec/events.ts';
import type { SpecText } from '../spec/spec.ts';
import { makeProgress } from './progress.ts';

/** How a kind of report begins, grows with each event, and tells how far it is. */
export interface ReportKind<Report> {
  readonly empty: (text: SpecText) => Report;
  readonly apply: (report: Report, event: RunEvent) => Report;
  readonly progress: (report: Report) => { readonly done: number; readonly total: number };
}

interface Following<Report> {
  readonly workers: number | undefined;
  /** Absent lets the machine choose. */
  readonly backend?: BackendName | undefined;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  /** Given what was found, also when the run failed or was stopped. */
  readonly deliver: (report: Report) => Promise<void>;
}

/** Runs an experiment with its progress on stderr. @throws {LabError} after what was found is delivered. */
export async function follow<Report>(
  text: SpecText,
  { empty, apply, progress }: ReportKind<Report>,
  { workers, backend, quiet, signal, deliver }: Following<Report>,
): Promise<void> {
  const line = makeProgress(process.stderr, () => performance.now());
  const engine = createNodeEngine({ backend, ...(workers !== undefined && { workers }) });
  engine.backend.catch(() => undefined); // `run` rejects with the same reason
  let report = empty(text);
  const emit = (event: RunEvent) => {
    report = apply(report, event);
    if (!quiet && event.kind === 'progress') line.show(progress(report));
  };
  try {
    await engine.run(text, { signal, emit });
  } catch (cause) {
    throw LabError.from(cause);
  } finally {
    engine.close();
    line.clear();
    await deliver(report);
  }
}
