import { createNodeEngine } from '../../workers/nodeEngine.ts';
import { LabError } from '../core/errors.ts';
import { progressOf } from '../spec/cost.ts';
import type { RunEvent } from '../spec/events.ts';
import { reportCsv } from '../spec/export/reportCsv.ts';
import { reportJson } from '../spec/export/reportJson.ts';
import { applyEvent, emptyReport, type Report } from '../spec/report.ts';
import { resultRows } from '../spec/summary.ts';
import { costLines } from './costLines.ts';
import type { EvaluateRequest } from './evaluateRequest.ts';
import { makeProgress } from './progress.ts';
import { describeReport } from './resultTable.ts';
import { writeOut } from './textFiles.ts';
import { type FileNames, fileNames } from './userFiles.ts';

/**
 * Runs the experiment and prints its results on stdout, also when it was stopped or failed half-way.
 *
 * @throws {LabError} whatever ended the run, after what was found has been printed; `cancelled` when stopped.
 */
export async function evaluate(request: EvaluateRequest, signal: AbortSignal): Promise<void> {
  const { report, failure } = await runToReport(request, signal);
  if (resultRows(report).length > 0) await deliver(report, request);
  if (failure) throw failure;
}

interface Outcome {
  readonly report: Report;
  readonly failure: LabError | undefined;
}

async function runToReport({ spec, start, workers, quiet }: EvaluateRequest, signal: AbortSignal): Promise<Outcome> {
  const files = fileNames(spec, process.cwd());
  const progress = makeProgress(process.stderr, () => performance.now());
  let report = emptyReport(spec);
  const emit = (event: RunEvent) => {
    report = applyEvent(report, files.event(event));
    if (!quiet && event.kind === 'progress') progress.show(progressOf(report));
  };
  const notify = (warning: Extract<RunEvent, { kind: 'warning' }>['warning']) => emit({ kind: 'warning', warning });
  const engine = createNodeEngine({ ...start, ...(workers !== undefined && { workers }), notify });
  engine.backend.catch(() => undefined); // `run` rejects with the same reason
  try {
    if (!quiet) for (const line of await costLines(engine, files.spec, signal)) progress.note(line);
    await engine.run(files.spec, { signal, emit });
    return { report, failure: undefined };
  } catch (cause) {
    return { report: stopped(report), failure: readable(cause, files) };
  } finally {
    engine.close();
    progress.clear();
  }
}

/** Marks a run that ended before its time, if the engine could not do so itself. */
const stopped = (report: Report): Report =>
  report.finished ? report : applyEvent(report, { kind: 'finished', seconds: 0, complete: false });

const readable = (cause: unknown, files: FileNames) => files.error(LabError.from(cause));

async function deliver(report: Report, { out, csv, json, quiet, checks }: EvaluateRequest): Promise<void> {
  process.stdout.write(json ? reportJson(report) : `${describeReport(report, { checks })}\n`);
  const texts = [
    [out, reportJson],
    [csv, reportCsv],
  ] as const;
  for (const [path, format] of texts) {
    if (path === undefined) continue;
    await writeOut(path, format(report));
    if (!quiet) process.stderr.write(`${path}: written\n`);
  }
}
