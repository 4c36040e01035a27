import type { Env } from '../engine/env.ts';
import { run } from '../engine/lab.ts';
import type { RunEvent } from '../spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../spec/report.ts';
import type { SpecText } from '../spec/spec.ts';

/** A whole run in this thread. @throws {LabError} as the run does. */
export async function reportOf(text: SpecText, env: Env, signal: AbortSignal): Promise<Report> {
  let report = emptyReport(text);
  const emit = (event: RunEvent) => {
    report = applyEvent(report, event);
  };
  await run(text, env, { signal, emit });
  return report;
}
