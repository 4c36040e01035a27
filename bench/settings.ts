import type { BackendName } from '../src/core/backend.ts';
import type { NetworkName } from './tasks.ts';

/** What to measure, and how thoroughly. */
export interface Settings {
  readonly backends: readonly BackendName[];
  readonly networks: readonly NetworkName[];
  readonly rounds: number;
  /** Images of one batch; undefined for what is usual. */
  readonly batch: number | undefined;
  /** A short task is repeated for this long in each round. */
  readonly leastMs: number;
  /** Batches that each worker of a full pool gets in one run. */
  readonly batchesPerWorker: number;
  /** First visits of the page. */
  readonly visits: number;
  /** Images behind the thresholds that are moved, and how often one is. */
  readonly sliderImages: number;
  readonly moves: number;
  /** Prepared trainings of the page, the short one first. */
  readonly trainings: number;
  /** Measure graphics processors that are imitated by the processor. */
  readonly software: boolean;
  /** Says what is going on. */
  readonly say: (text: string) => void;
}

export const thorough = {
  rounds: 7,
  leastMs: 200,
  batchesPerWorker: 4,
  visits: 3,
  sliderImages: 1000,
  moves: 40,
  trainings: 2,
};
export const quick = {
  rounds: 2,
  leastMs: 50,
  batchesPerWorker: 1,
  visits: 1,
  sliderImages: 100,
  moves: 10,
  trainings: 1,
};
