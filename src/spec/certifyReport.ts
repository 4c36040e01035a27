import { type CertificateId, certificateCards } from '../certification/certificates.catalog.ts';
import { type Rate, wilson } from '../core/stats.ts';
import type { CertifyPiece } from './certifyEvents.ts';
import { boundMethods, parseCertify } from './certifySpec.ts';
import { certifyWork } from './certifyWork.ts';
import { certifiedRadius } from './radius.ts';
import { doneOf, emptyFrame, foldRun, type RunFrame } from './runFrame.ts';
import type { SpecText } from './spec.ts';

/** What is known so far of a certification: the fold of its events. */
export interface CertifyReport extends RunFrame {
  /** By `pieceKey`. */
  readonly pieces: Readonly<Record<string, CertifyPiece>>;
}

export const emptyCertify = (spec: SpecText): CertifyReport => ({
  ...emptyFrame(spec),
  pieces: {},
});

/** The report after one more event; a piece that comes twice counts once, and events of other experiments do not count. */
export const applyCertify = foldRun(emptyCertify, (report, event) =>
  event.kind === 'certify' ? { ...report, pieces: { ...report.pieces, [pieceKey(event.piece)]: event.piece } } : report,
);

function pieceKey(piece: CertifyPiece): string {
  if (piece.kind === 'proved') return ['proved', piece.method, piece.epsilon, piece.from].join('|');
  if (piece.kind === 'attacked') return ['attacked', piece.norm, piece.epsilon, piece.from].join('|');
  return [piece.kind, piece.from].join('|');
}

export function certifyProgress(report: CertifyReport): { readonly done: number; readonly total: number } {
  return { done: doneOf(report), total: certifyWork(parseCertify(report.spec)) };
}

/** What was found out about one image; undefined is what is not known yet. */
export interface CertifiedImage {
  readonly position: number;
  readonly label: number;
  readonly prediction: number;
  /** The class the votes chose, how many of them it got, and the radius they certify; no radius where they abstain. */
  readonly vote: { readonly chosen: number; readonly count: number; readonly radius: number | undefined } | undefined;
  /** By method and budget. */
  readonly proved: ReadonlyMap<string, boolean>;
  /** By norm and budget: the attack got a wrong answer within it or within less. */
  readonly fooled: ReadonlyMap<string, boolean>;
}

export const at = (what: CertificateId | 'linf' | 'l2', epsilon: number): string => `${what}|${epsilon}`;

const knownImages = new WeakMap<CertifyReport, readonly CertifiedImage[]>();

/** All images so far, by position. The same report gives the same array, so asking again costs nothing. */
export function certifiedImages(report: CertifyReport): readonly CertifiedImage[] {
  const images = knownImages.get(report) ?? imagesOf(report);
  knownImages.set(report, images);
  return images;
}

function imagesOf({ spec: text, pieces }: CertifyReport): CertifiedImage[] {
  const spec = parseCertify(text);
  const all = Object.values(pieces);
  return all
    .filter((piece) => piece.kind === 'clean')
    .flatMap((clean) => {
      const beside = all.filter(({ from }) => from === clean.from);
      const votes = beside.find((piece) => piece.kind === 'votes');
      return Array.from(clean.labels, (label, i): CertifiedImage => {
        const vote = votes && { chosen: votes.chosen[i]!, count: votes.count[i]! };
        return {
          position: clean.from + i,
          label,
          prediction: clean.predictions[i]!,
          vote: vote && { ...vote, radius: certifiedRadius(vote.count, spec.settings) },
          proved: new Map(
            beside.flatMap((p) => (p.kind === 'proved' ? [[at(p.method, p.epsilon), p.proved[i] === 1] as const] : [])),
          ),
          fooled: fooledWithin(beside, i, { linf: spec.bare.epsilons, l2: spec.noisy?.epsilons ?? [] }),
        };
      });
    })
    .sort((a, b) => a.position - b.position);
}

/** What fools within a budget does so within every larger one. */
function fooledWithin(
  pieces: readonly CertifyPiece[],
  i: number,
  budgets: Readonly<Record<'linf' | 'l2', readonly number[]>>,
): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const norm of ['linf', 'l2'] as const) {
    let fooled = false;
    for (const epsilon of budgets[norm]) {
      const piece = pieces.find((p) => p.kind === 'attacked' && p.norm === norm && p.epsilon === epsilon);
      if (piece?.kind !== 'attacked') continue;
      fooled ||= piece.fooled[i] === 1;
      found.set(at(norm, epsilon), fooled);
    }
  }
  return found;
}

/** One number of a certification: one method at one budget, with what the attack left standing beside it. */
export interface CertifiedRow {
  readonly method: CertificateId;
  readonly norm: 'linf' | 'l2';
  readonly epsilon: number;
  /** Of all images, those whose right answer is proved within the budget. */
  readonly certified: Rate;
  /** Of all images, those the attack did not get a wrong answer for; never more robust than this. */
  readonly empirical: Rate;
  /** Images that are both proved and fooled: there must be none. */
  readonly broken: readonly number[];
}

/** By method in the order of the spec, budgets ascending. Smoothing has a row at radius 0: right and not abstained. */
export function certifiedRows(report: CertifyReport): CertifiedRow[] {
  const { methods, bare, noisy } = parseCertify(report.spec);
  const images = certifiedImages(report);
  return methods.flatMap((method) => {
    const epsilons = method === 'smoothing' ? (noisy?.epsilons ?? []) : bare.epsilons;
    return epsilons.flatMap((epsilon) => rowAt(images, method, epsilon));
  });
}

function rowAt(images: readonly CertifiedImage[], method: CertificateId, epsilon: number): CertifiedRow[] {
  const { norm } = certificateCards[method];
  const told = images.filter(
    ({ fooled, proved, vote }) =>
      fooled.has(at(norm, epsilon)) && (method === 'smoothing' ? vote !== undefined : proved.has(at(method, epsilon))),
  );
  if (told.length === 0) return [];
  const isFooled = ({ fooled }: CertifiedImage) => fooled.get(at(norm, epsilon)) === true;
  const holds = (image: CertifiedImage) => isCertified(image, method, epsilon);
  const count = (test: (image: CertifiedImage) => boolean) => wilson(told.filter(test).length, told.length);
  return [
    {
      ...{ method, norm, epsilon },
      certified: count(holds),
      empirical: count((image) => !isFooled(image)),
      broken: told.filter((image) => holds(image) && isFooled(image)).map(({ position }) => position),
    },
  ];
}

/** Whether the right answer for an image is certified within a budget. */
export const isCertified = (
  { label, vote, proved }: CertifiedImage,
  method: CertificateId,
  epsilon: number,
): boolean =>
  method === 'smoothing'
    ? vote?.chosen === label && (vote.radius ?? -1) >= epsilon
    : proved.get(at(method, epsilon)) === true;

/** How images fare without an attack: the bare model, and the vote with those it abstains on. */
export function cleanRates(report: CertifyReport) {
  const images = certifiedImages(report);
  const voted = images.flatMap(({ vote, label }) => (vote ? [{ ...vote, label }] : []));
  const rate = (n: number, total: readonly unknown[]) => wilson(n, total.length);
  return {
    bare: rate(images.filter(({ label, prediction }) => label === prediction).length, images),
    vote: {
      right: rate(voted.filter(({ chosen, label, radius }) => chosen === label && radius !== undefined).length, voted),
      abstained: rate(voted.filter(({ radius }) => radius === undefined).length, voted),
    },
  };
}

/**
 * Whether certified accuracy is nowhere above what the attack left standing, image by image. Bounds must never break it;
 * a vote may be wrong on an image with probability 2α, so that a few are allowed for.
 */
export function certifyCheck(report: CertifyReport): { readonly held: boolean; readonly broken: readonly number[] } {
  const { settings, methods } = parseCertify(report.spec);
  const rows = certifiedRows(report);
  const brokenBy = (wanted: readonly CertificateId[]) => [
    ...new Set(rows.filter(({ method }) => wanted.includes(method)).flatMap(({ broken }) => broken)),
  ];
  const [bounds, votes] = [brokenBy(boundMethods(methods)), brokenBy(['smoothing'])];
  const allowed = brokenAllowed('smoothing', settings.alpha, certifiedImages(report).length);
  return { held: bounds.length === 0 && votes.length <= allowed, broken: [...new Set([...bounds, ...votes])] };
}

/** How many of `n` images may be both proved and fooled before a method is not to be believed. */
export const brokenAllowed = (method: CertificateId, alpha: number, n: number): number =>
  method === 'smoothing' ? Math.ceil(3 * 2 * alpha * n) : 0;

/** Certified accuracy of the vote at any radius: every step of the curve. */
export function radiusCurve(report: CertifyReport): readonly { readonly radius: number; readonly rate: Rate }[] {
  const voted = certifiedImages(report).filter(({ vote }) => vote !== undefined);
  const radii = voted.flatMap(({ vote, label }) =>
    vote?.chosen === label && vote.radius !== undefined ? [vote.radius] : [],
  );
  const steps = [0, ...[...new Set(radii)].sort((a, b) => a - b)];
  return steps.map((radius) => ({ radius, rate: wilson(radii.filter((r) => r >= radius).length, voted.length) }));
}
