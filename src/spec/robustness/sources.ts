import { LabError } from '../../core/errors.ts';
import type { SavedCertify } from '../export/certifySchema.ts';
import { parseJson, readReport } from '../export/parseReport.ts';
import { reopenReport } from '../export/reopenReport.ts';
import { type SavedHead, savedHead } from '../export/reportJson.ts';
import { checkSeal, type Seal } from '../export/seal.ts';
import type { Report } from '../report.ts';
import { readCertify, readExtract, readTransfer, type SavedExtract, type SavedTransfer } from './otherReports.ts';

interface Origin {
  /** File, or what the page calls it. */
  readonly name: string;
  readonly seal: Seal;
}

/** An evaluation: its file for doubts and origin, its report for every number. */
export interface Evaluation extends Origin {
  readonly kind: 'evaluate';
  readonly saved: SavedHead;
  readonly report: Report;
}

/** A report that a card is made from. */
export type Source =
  | Evaluation
  | (Origin & { readonly kind: 'extract'; readonly saved: SavedExtract })
  | (Origin & { readonly kind: 'transfer'; readonly saved: SavedTransfer })
  | (Origin & { readonly kind: 'certify'; readonly saved: SavedCertify });

const laterVersion = (where: string, version: unknown) =>
  new LabError(
    'asset',
    `${where}: expected a report in version 1 of the format, got version ${JSON.stringify(version)}; nothing can be said about it here, open it with the version of the lab that wrote it`,
  );

/** Reads a saved report of any experiment. @throws {LabError} `asset`, naming the file and every problem at once. */
export function readSource(text: string, name: string): Source {
  const json = parseJson(text, name);
  const { schema, experiment } = (json ?? {}) as { schema?: unknown; experiment?: unknown };
  if (typeof schema === 'number' && schema !== 1) throw laterVersion(name, schema);
  const origin = { name, seal: checkSeal(json) };
  if (experiment === 'extract') return { kind: 'extract', ...origin, saved: readExtract(json, name) };
  if (experiment === 'transfer') return { kind: 'transfer', ...origin, saved: readTransfer(json, name) };
  if (experiment === 'certify') return { kind: 'certify', ...origin, saved: readCertify(json, name) };
  const saved = readReport(json, name);
  return { kind: 'evaluate', ...origin, saved, report: reopenReport(saved) };
}

/** The same of a file that has to be an evaluation. */
export function readEvaluation(text: string, name: string): Evaluation {
  const source = readSource(text, name);
  if (source.kind === 'evaluate') return source;
  throw new LabError('asset', `${name}: expected a report of epsilon evaluate, got one of epsilon ${source.kind}`);
}

/** A report that never left the lab. */
export const ownEvaluation = (report: Report, name: string): Evaluation => ({
  kind: 'evaluate',
  name,
  seal: 'intact',
  saved: savedHead(report),
  report,
});

/** What keeps a report off a card. */
export type Misfit = 'broken' | 'absent' | 'model' | 'data';

/** Why a report says nothing about the model of the first one; undefined where it does. */
export function misfitOf(source: Source, first: Evaluation): Misfit | undefined {
  if (source.seal !== 'intact') return source.seal;
  const { model, dataset } = first.saved;
  if (source.saved.dataset.sha256 !== dataset.sha256) return 'data';
  // a matrix of transfer knows its models by name only
  const same =
    source.kind === 'transfer'
      ? source.saved.results.some(({ target }) => target === model.id)
      : source.saved.model.sha256 === model.sha256;
  return same ? undefined : 'model';
}
