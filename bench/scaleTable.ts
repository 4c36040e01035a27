import type { Scale, ScaleRow, TrainingRow } from './scale.ts';
import { countOf, duration } from './table.ts';
import { taskTitles } from './tasks.ts';

/** Lines of the one table. */
export const scaleLines = ({ network, rows, training }: Scale): string[][] => [
  ...rows.map((row) => scaleLine(network, row, rows)),
  ...training.map((row) => trainingLine(network, row, training)),
];

const timesAlone = (seconds: number, workers: number, alone: { readonly seconds: number } | undefined) =>
  alone && workers > 1 ? `${(alone.seconds / seconds).toFixed(2)} × 1 worker` : '';

function trainingLine(network: string, row: TrainingRow, rows: readonly TrainingRow[]): string[] {
  const { workers, images, seconds } = row;
  const ms = duration(1000 * seconds);
  const compared = timesAlone(
    seconds,
    workers,
    rows.find((other) => other.workers === 1),
  );
  const what = 'Fast training, one epoch';
  const pool = `wasm simd · ${countOf(workers)}`;
  return ['Node', pool, network, what, String(images), ms, ms, String(Math.round(images / seconds)), compared];
}

function scaleLine(network: string, row: ScaleRow, rows: readonly ScaleRow[]): string[] {
  const { earlyStop, workers, images, seconds } = row;
  const alone = rows.find((other) => other.workers === 1 && other.earlyStop === earlyStop);
  const ms = duration(1000 * seconds);
  const compared = timesAlone(seconds, workers, alone);
  const goal = workers > 1 ? `, goal ≤ ${earlyStop ? 6 : 20} s` : '';
  return [
    'Node',
    `wasm simd · ${countOf(workers)}`,
    network,
    taskTitles[earlyStop ? 'pgdEarly' : 'pgd'],
    String(images),
    ms,
    ms,
    String(Math.round(images / seconds)),
    `${compared}${goal}`,
  ];
}

/** What the runs left in memory. */
export function memoryText({ memory }: Scale): string {
  const [few, many] = memory;
  if (!few || !many) return '';
  const megabytes = ({ bytes }: typeof few) => `${Math.round(bytes / 1e6)} MB`;
  const change = (100 * (many.bytes - few.bytes)) / few.bytes;
  return `Memory of the process after PGD-10 over ${few.images} digits ${megabytes(few)}, over ${many.images} ${megabytes(many)}: ${change.toFixed(1)} % (goal within 5 %).`;
}
