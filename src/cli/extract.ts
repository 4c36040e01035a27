import { join } from 'node:path';
import type { BackendName } from '../core/backend.ts';
import { extractCsv, extractJson } from '../spec/export/extractFiles.ts';
import { applyExtract, type ExtractReport, emptyExtract, extractProgress } from '../spec/extractReport.ts';
import { formatExtract, parseExtract, type Theft } from '../spec/extractSpec.ts';
import type { SpecText } from '../spec/spec.ts';
import { describeExtract } from './extractTables.ts';
import { follow } from './follow.ts';
import { writeBelow, writeOut } from './textFiles.ts';

export interface ExtractRequest {
  readonly spec: SpecText;
  readonly workers: number | undefined;
  /** What computes; undefined lets the machine choose. */
  readonly backend: BackendName | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
  /** Every point of the curves in the table. */
  readonly curves: boolean;
  readonly out: string | undefined;
  readonly csv: string | undefined;
  /** Folders for the logs of the service and for the copies. */
  readonly logs: string | undefined;
  readonly copies: string | undefined;
}

/** `epsilon extract`: thieves copy a model through its answers. @throws {LabError} after printing what was found. */
export async function extractCommand(request: ExtractRequest, signal: AbortSignal): Promise<void> {
  const text = formatExtract(parseExtract(request.spec));
  const deliverThis = async (report: ExtractReport) => {
    if (Object.keys(report.thefts).length > 0) await deliver(report, request);
  };
  await follow(text, kind, { ...request, signal, deliver: deliverThis });
}

const kind = { empty: emptyExtract, apply: applyExtract, progress: extractProgress };

async function deliver(report: ExtractReport, { json, curves, out, csv, logs, copies }: ExtractRequest): Promise<void> {
  process.stdout.write(json ? extractJson(report) : `${describeExtract(report, { curves })}\n`);
  if (out !== undefined) await writeOut(out, extractJson(report));
  if (csv !== undefined) await writeOut(csv, extractCsv(report));
  for (const { theft, log, copy } of Object.values(report.thefts)) {
    if (logs !== undefined && log !== undefined) await writeBelow(join(logs, `${nameOf(theft)}.jsonl`), log);
    if (copies === undefined || copy === undefined) continue;
    for (const [file, bytes] of Object.entries(copy)) await writeBelow(join(copies, nameOf(theft), file), bytes);
  }
}

/** Logs and copies there are for the first seed only, so that a name need not tell the seed. */
const nameOf = ({ countermeasures, thief, labels }: Theft) => `${countermeasures}-${thief}-${labels}`;
