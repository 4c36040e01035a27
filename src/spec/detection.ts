import { makeRng, shuffled } from '../core/rng.ts';
import { type Rate, wilson } from '../core/stats.ts';
import { type DetectorId, detectorIds } from '../detectors/catalog.ts';
import { type Cell, shownCells } from './cells.ts';
import type { CellBlock, CleanBlock } from './events.ts';
import type { Report } from './report.ts';
import { type Area, areaOf } from './roc.ts';
import { parseSpec } from './spec.ts';
import { blockPairs } from './summary.ts';

/** What a detector did to the images of one cell. */
export interface DetectionRow {
  readonly cell: Cell;
  /** Of the images the attack turned (right before, wrong after), those detected. */
  readonly detected: Rate;
  /** Of all images, those answered rightly or turned away. */
  readonly joint: Rate;
  /** Chance that a turned image looks more suspicious than a clean one. */
  readonly auroc: Area;
  /** Scores of the turned images. */
  readonly scores: Float64Array;
}

/** A detector beside one defended model, at one threshold. */
export interface Detection {
  readonly defense: string;
  readonly detector: DetectorId;
  /** An image is detected where its score is larger. */
  readonly threshold: number;
  /** Clean images the threshold was fitted on. */
  readonly fitted: number;
  /** Share of the other clean images that is turned away. */
  readonly falseAlarms: Rate;
  /** Of the same images, those answered rightly and not turned away. */
  readonly clean: Rate;
  /** Scores of the clean images it was not fitted on. */
  readonly scores: Float64Array;
  readonly rows: readonly DetectionRow[];
}

/**
 * Every detector beside every defense, in the order of the plan. The threshold is fitted on one half of the clean images,
 * drawn by the seed, and reported on the other; another `fpr` costs no question to the model.
 */
export function detectionsOf(report: Report, fpr = parseSpec(report.spec).fpr): Detection[] {
  return Object.entries(report.clean).flatMap(([defense, blocks]) =>
    detectorIds.filter((id) => blocks.some(({ scores }) => scores?.[id])).map((id) => detect(report, defense, id, fpr)),
  );
}

function detect(report: Report, defense: string, detector: DetectorId, fpr: number): Detection {
  const spec = parseSpec(report.spec);
  const blocks = report.clean[defense]!;
  const clean = blocks.flatMap((block) => looks(block, block, detector));
  const halves = halvesOf(clean.length, spec.seed);
  const fit = halves.fit.map((i) => clean[i]!.score);
  const test = halves.test.map((i) => clean[i]!);
  const threshold = thresholdAt(fit, fpr);
  const scores = Float64Array.from(test, ({ score }) => score);
  const cells = shownCells(spec).filter((cell) => cell.defense === defense);
  return {
    defense,
    detector,
    threshold,
    fitted: fit.length,
    falseAlarms: share(test, ({ score }) => score > threshold),
    clean: share(test, ({ score, right }) => right && score <= threshold),
    scores,
    rows: cells.flatMap((cell) => {
      const seen = blockPairs(report, cell).flatMap(([block, before]) => looks(block, before, detector));
      return seen.length > 0 ? [rowOf(cell, seen, threshold, scores)] : [];
    }),
  };
}

/** Which of `n` clean images a threshold is fitted on, and which it is tried on; by the seed alone. */
export function halvesOf(
  n: number,
  seed: number,
): { readonly fit: readonly number[]; readonly test: readonly number[] } {
  const order = Array.from(shuffled(n, makeRng(seed).fork('detector')));
  return { fit: order.slice(0, n >> 1), test: order.slice(n >> 1) };
}

/** The smallest score of which at most a share `fpr` lies above; infinite without scores. */
export function thresholdAt(scores: readonly number[], fpr: number): number {
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.max(0, Math.ceil((1 - fpr) * sorted.length - 1e-9) - 1)] ?? Number.POSITIVE_INFINITY;
}

interface Look {
  readonly score: number;
  readonly right: boolean;
  /** Right on the clean image, and wrong now. */
  readonly turned: boolean;
}

function looks(block: CleanBlock | CellBlock, before: CleanBlock, detector: DetectorId): Look[] {
  return Array.from(block.scores?.[detector] ?? [], (score, i) => {
    const right = block.predictions[i] === before.labels[i];
    return { score, right, turned: !right && before.predictions[i] === before.labels[i] };
  });
}

function rowOf(cell: Cell, seen: readonly Look[], threshold: number, clean: Float64Array): DetectionRow {
  const turned = seen.filter((look) => look.turned);
  const scores = Float64Array.from(turned, ({ score }) => score);
  return {
    cell,
    detected: share(turned, ({ score }) => score > threshold),
    joint: share(seen, ({ score, right }) => right || score > threshold),
    auroc: areaOf(scores, clean),
    scores,
  };
}

const share = <T>(all: readonly T[], wanted: (one: T) => boolean): Rate =>
  wilson(all.filter(wanted).length, all.length);
