import { unreachable } from '../core/errors.ts';
import type { CopyFiles, Count, CurvePoint, ExtractPiece, HonestPrice, PoolSample, TheftEnd } from './extractEvents.ts';
import { parseExtract, planThefts, type Theft } from './extractSpec.ts';
import { doneOf, emptyFrame, foldRun, type RunFrame } from './runFrame.ts';
import type { SpecText } from './spec.ts';

/** What is known of one theft. */
export interface TheftRecord {
  readonly theft: Theft;
  /** By queries, ascending. */
  readonly points: readonly CurvePoint[];
  readonly end: TheftEnd | undefined;
  readonly log: string | undefined;
  readonly copy: CopyFiles | undefined;
}

/** What is known so far of an extraction: the fold of its events. */
export interface ExtractReport extends RunFrame {
  readonly pool: PoolSample | undefined;
  /** Of the bare model on the test images. */
  readonly victimAccuracy: Count | undefined;
  /** By `theftKey`. */
  readonly thefts: Readonly<Record<string, TheftRecord>>;
  /** By name of the chain, then by seed. */
  readonly honest: Readonly<Record<string, Readonly<Record<number, HonestPrice>>>>;
}

export const theftKey = ({ countermeasures, thief, labels, seed }: Theft): string =>
  [countermeasures, thief, labels, seed].join('|');

export const emptyExtract = (spec: SpecText): ExtractReport => ({
  ...emptyFrame(spec),
  pool: undefined,
  victimAccuracy: undefined,
  thefts: {},
  honest: {},
});

/** The report after one more event; an event that comes twice counts once, and those of other experiments do not count. */
export const applyExtract = foldRun(emptyExtract, (report, event) =>
  event.kind === 'extract' ? applyPiece(report, event.piece) : report,
);

function applyPiece(report: ExtractReport, piece: ExtractPiece): ExtractReport {
  switch (piece.kind) {
    case 'pool':
      return { ...report, pool: piece.pool };
    case 'victim':
      return { ...report, victimAccuracy: piece.accuracy };
    case 'point':
      return withTheft(report, piece.theft, ({ points }) => ({ points: insert(points, piece.point) }));
    case 'honest': {
      const bySeed = { ...report.honest[piece.countermeasures], [piece.seed]: piece.price };
      return { ...report, honest: { ...report.honest, [piece.countermeasures]: bySeed } };
    }
    case 'end':
      return withTheft(report, piece.theft, () => ({ end: piece.end }));
    case 'log':
      return withTheft(report, piece.theft, () => ({ log: piece.lines }));
    case 'copy':
      return withTheft(report, piece.theft, () => ({ copy: piece.files }));
    default:
      return unreachable(piece);
  }
}

function withTheft(report: ExtractReport, theft: Theft, change: (record: TheftRecord) => Partial<TheftRecord>) {
  const key = theftKey(theft);
  const record = report.thefts[key] ?? { theft, points: [], end: undefined, log: undefined, copy: undefined };
  return { ...report, thefts: { ...report.thefts, [key]: { ...record, ...change(record) } } };
}

/** Points stay sorted; one of as many queries replaces that before it, as when a lost worker's theft runs again. */
const insert = (points: readonly CurvePoint[], point: CurvePoint): CurvePoint[] =>
  [...points.filter(({ queries }) => queries !== point.queries), point].sort((a, b) => a.queries - b.queries);

/** Work in units of the pacer: queries of all thefts and of honest users. */
export function extractProgress(report: ExtractReport): { readonly done: number; readonly total: number } {
  const spec = parseExtract(report.spec);
  return { done: doneOf(report), total: planThefts(spec).length * spec.settings.budget };
}
