import { checkSample } from '../../src/engine/checks/checkSample.ts';
import { startEvidence } from '../../src/engine/checks/start.ts';
import type { Env } from '../../src/engine/env.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Subject } from '../../src/engine/subject.ts';
import type { Severity } from '../../src/spec/checks/card.ts';
import type { CheckCode } from '../../src/spec/checks/catalog.ts';
import { checkCards } from '../../src/spec/checks/catalog.ts';
import { checkReport } from '../../src/spec/checks/checkReport.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';

/** A whole run with its checks, as the lab makes it, on a subject the caller keeps. */
export async function checkedReport(subject: Subject, text: SpecText, env: Env): Promise<Report> {
  const spec = parseSpec(text);
  const events: RunEvent[] = startEvidence(subject, env).map((evidence) => ({ kind: 'evidence', evidence }));
  const host = { signal: new AbortController().signal, emit: (event: RunEvent) => void events.push(event) };
  await evaluate(spec, subject, { from: 0, to: spec.count }, env, host);
  await checkSample(spec, subject, env, host);
  events.push({ kind: 'finished', seconds: 1, complete: true });
  return events.reduce(applyEvent, emptyReport(formatSpec(spec)));
}

/** Codes of the checks that were raised, of one severity if given. */
export const raisedCodes = (report: Report, severity?: Severity): CheckCode[] => [
  ...new Set(
    checkReport(report)
      .filter(({ outcome, code }) => outcome === 'raised' && (!severity || checkCards[code].severity === severity))
      .map(({ code }) => code),
  ),
];
