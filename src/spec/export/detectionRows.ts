import type { AttackId } from '../../attacks/catalog.ts';
import type { Rate } from '../../core/stats.ts';
import type { DetectorId } from '../../detectors/catalog.ts';
import { detectionsOf } from '../detection.ts';
import type { Report } from '../report.ts';

/** A share of n with its 95 % interval; null where there is nothing to count. */
interface Share {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** What one detector made of one cell, as JSON holds it. */
export interface DetectionRow {
  readonly defense: string;
  readonly detector: DetectorId;
  readonly attack: AttackId;
  /** The attack knows the detector. */
  readonly adaptive: boolean;
  readonly epsilon: number | null;
  /** Null where no clean image was left to fit it on. */
  readonly threshold: number | null;
  /** Clean images that the threshold was fitted on; the others count for `falseAlarms`. */
  readonly fitted: number;
  readonly falseAlarms: Share;
  readonly detected: Share;
  readonly joint: Share;
  readonly auroc: Omit<Share, 'n'>;
}

/** In the order of the plan; empty where the run had no detector. */
export const detectionRows = (report: Report): DetectionRow[] =>
  detectionsOf(report).flatMap(({ defense, detector, threshold, fitted, falseAlarms, rows }) =>
    rows.map(({ cell: { attack, adaptive, epsilon }, detected, joint, auroc }) => ({
      ...{ defense, detector, attack, adaptive, epsilon },
      threshold: Number.isFinite(threshold) ? Number(threshold.toPrecision(6)) : null, // what float32 holds
      fitted,
      falseAlarms: plain(falseAlarms),
      detected: plain(detected),
      joint: plain(joint),
      auroc: { value: known(auroc.value), low: auroc.low, high: auroc.high },
    })),
  );

const plain = ({ value, low, high, n }: Rate): Share => ({ value: known(value), low, high, n });
const known = (value: number) => (Number.isNaN(value) ? null : value);
