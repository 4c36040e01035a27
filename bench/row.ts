import { median } from '../src/core/stats.ts';
import type { BackendName } from '../workers/protocol.ts';
import type { DeviceWork } from './deviceWork.ts';
import type { NetworkName, TaskName } from './tasks.ts';

export type Where = 'Node' | 'Chromium';
export type Kernels = 'ours' | 'stock';

/** One measurement: a task on a backend, repeated in rounds that alternate with the other backends. */
export interface Row {
  readonly where: Where;
  readonly backend: BackendName;
  /** Only WebAssembly and WebGPU have kernels of ours. */
  readonly kernels: Kernels | undefined;
  readonly adapter: string;
  readonly network: NetworkName;
  readonly task: TaskName;
  /** Threads that shared the work; undefined for one batch after the other without the engine around it. */
  readonly workers: number | undefined;
  /** Images of one run of the task. */
  readonly images: number;
  /** Milliseconds of one run of the task, by round. */
  readonly samples: readonly number[];
  /** What one run asks of a graphics processor; absent elsewhere. */
  readonly work?: DeviceWork | undefined;
}

/** Something that was to be measured and was not. */
export interface Skip {
  readonly what: string;
  readonly reason: string;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly skips: readonly Skip[];
}

/** Images per second at the median of the rounds. */
export const imagesPerSecond = ({ images, samples }: Row): number => (1000 * images) / median(samples);

/**
 * How many times as fast as `reference`: the median of the ratios round by round, because what disturbs a machine for a
 * while disturbs both.
 */
export function speedup(row: Row, reference: Row): number {
  const perImage = ({ images, samples }: Row, i: number) => samples[i]! / images;
  const rounds = Math.min(row.samples.length, reference.samples.length);
  return median(Array.from({ length: rounds }, (_, i) => perImage(reference, i) / perImage(row, i)));
}

/** What a row is compared with: plain TensorFlow.js for our kernels, one worker for several. */
export const referenceOf = (row: Row, rows: readonly Row[]): Row | undefined =>
  rows.find(
    (other) =>
      other.where === row.where && other.network === row.network && other.task === row.task && isReference(row, other),
  );

function isReference(row: Row, other: Row): boolean {
  if (row.workers !== undefined) return row.workers > 1 && other.workers === 1;
  return row.backend === other.backend && row.kernels === 'ours' && other.kernels === 'stock';
}
