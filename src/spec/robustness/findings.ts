import type { AttackId } from '../../attacks/catalog.ts';
import { type Rate, wilson } from '../../core/stats.ts';
import type { Norm } from '../../core/threat.ts';
import { brokenAllowed } from '../certifyReport.ts';
import { parseCertify } from '../certifySpec.ts';
import type { SavedCertify } from '../export/certifySchema.ts';
import { parseExtract } from '../extractSpec.ts';
import { parseSpec } from '../spec.ts';
import { cleanRate, type ResultRow, resultRows } from '../summary.ts';
import { parseTransfer } from '../transferSpec.ts';
import { type Trust, trustOf } from '../trust.ts';
import type { Evaluation, Source } from './sources.ts';

/** A share with its 95 % interval, whichever way it was worked out. */
export type Measure = Pick<Rate, 'value' | 'low' | 'high' | 'n'>;

interface Found {
  /** Which report it is from, by its place among those of the card. */
  readonly source: number;
  readonly norm: Norm;
  /** Null where ε does not apply. */
  readonly epsilon: number | null;
}

/** One attack on the defended model, or the worst case over those of one run. */
export interface AttackFinding extends Found {
  readonly kind: 'attack';
  readonly row: ResultRow;
  readonly params: Readonly<Record<string, unknown>>;
  readonly trust: Trust;
}

/** Images crafted on another model. */
export interface TransferFinding extends Found {
  readonly kind: 'transfer';
  readonly from: string;
  /** Tried, right before or not. */
  readonly images: number;
  readonly attack: AttackId;
  readonly success: Measure;
}

/** Images crafted on a copy that a thief made. */
export interface CopyFinding extends Found {
  readonly kind: 'copy';
  readonly images: number;
  readonly thief: string;
  readonly labels: string;
  readonly countermeasures: string;
  readonly queries: number;
  readonly fidelity: Measure;
  readonly attack: string;
  readonly success: Measure;
}

/** What one method proved at one budget, with what an attack left standing of the same images. */
export interface CertifiedFinding extends Found {
  readonly kind: 'certified';
  readonly images: number;
  readonly attack: AttackId;
  readonly row: SavedCertify['results'][number];
  readonly holds: Measure;
  /** Of smoothing: what was voted under, and images without a certificate. */
  readonly smoothing: SavedCertify['smoothing'];
  /** `do-not-quote` where more images are both proved and fooled than the error of the method explains. */
  readonly trust: Extract<Trust, 'checked' | 'do-not-quote'>;
}

/** Images that an attack was tried on, right before or not. */
export const imagesTried = (by: Finding): number => (by.kind === 'attack' ? by.row.robust.n : by.images);

export type Finding = AttackFinding | TransferFinding | CopyFinding | CertifiedFinding;

/** Everything the reports say about one defended model, in their order. */
export const findingsOf = (sources: readonly (Source | undefined)[], subject: Subject): Finding[] =>
  sources.flatMap((source, i) => (source ? findingsIn(source, i, subject) : []));

export interface Subject {
  readonly model: string;
  readonly defense: string;
}

function findingsIn(source: Source, i: number, subject: Subject): Finding[] {
  if (source.kind === 'evaluate') return attacksIn(source, i, subject.defense);
  if (source.kind === 'certify') return certificatesIn(source, i);
  return source.kind === 'transfer' ? transfersIn(source, i, subject.model) : copiesIn(source, i);
}

/** Attacks that did not adapt to the defense say nothing about it. */
function attacksIn({ report, saved }: Evaluation, source: number, defense: string): AttackFinding[] {
  const { attacks, norm } = parseSpec(report.spec);
  return resultRows(report)
    .filter((row) => row.defense === defense && row.adaptive)
    .map((row) => ({
      kind: 'attack',
      source,
      norm,
      epsilon: row.epsilon,
      row,
      params: attacks.find(({ id }) => id === row.attack)?.params ?? {},
      trust: trustOf(row, saved.warnings),
    }));
}

function transfersIn(
  { saved }: Extract<Source, { kind: 'transfer' }>,
  source: number,
  model: string,
): TransferFinding[] {
  const spec = parseTransfer(saved.spec).on(model);
  return saved.results
    .filter((row) => row.target === model && row.source !== model && row.successRate !== null)
    .map((row) => ({
      kind: 'transfer',
      source,
      norm: spec.norm,
      epsilon: spec.epsilons[0]!, // an experiment of transfer has one
      from: row.source,
      images: row.n,
      attack: spec.attacks[0]!.id,
      success: { value: row.successRate!, low: row.successLow, high: row.successHigh, n: row.successN },
    }));
}

function copiesIn({ saved }: Extract<Source, { kind: 'extract' }>, source: number): CopyFinding[] {
  const { norm, epsilons, count } = parseExtract(saved.spec).victim;
  return saved.outcomes.flatMap(({ thief, labels, countermeasures, last }) =>
    last.attacks.map(({ attack, fooled }) => ({
      kind: 'copy' as const,
      source,
      norm,
      epsilon: epsilons[0]!, // an extraction has one
      images: count,
      thief,
      labels,
      countermeasures,
      queries: last.queries,
      fidelity: known(last.fidelity),
      attack,
      success: known(fooled),
    })),
  );
}

function certificatesIn({ saved }: Extract<Source, { kind: 'certify' }>, source: number): CertifiedFinding[] {
  const attack = parseCertify(saved.spec).bare.attacks[0]!.id; // there is one
  return saved.results.map((row) => {
    const { method, norm, epsilon, n, certifiedAccuracy: value, ciLow: low, ciHigh: high } = row;
    const smoothing = method === 'smoothing' ? saved.smoothing : null;
    const surplus = Math.round(n * (value - row.empiricalAccuracy)); // there is none in a file of the lab
    const doubtful = Math.max(row.broken.length, surplus) > brokenAllowed(method, smoothing?.alpha ?? 0, n);
    return {
      ...{ kind: 'certified', source, norm, epsilon, images: n, attack, row, smoothing },
      holds: { value, low, high, n },
      trust: doubtful ? 'do-not-quote' : 'checked',
    };
  });
}

const known = ({ value, low, high, n }: { value: number | null; low: number; high: number; n: number }): Measure => ({
  value: value ?? Number.NaN,
  low,
  high,
  n,
});

/** Clean accuracy of the defended model in the first report that has it. */
export function cleanOf(sources: readonly (Source | undefined)[], defense: string): Rate {
  const rates = sources.flatMap((source) => (source?.kind === 'evaluate' ? [cleanRate(source.report, defense)] : []));
  return rates.reduce((best, rate) => (rate.n > best.n ? rate : best), wilson(0, 0));
}
