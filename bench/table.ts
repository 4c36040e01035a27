import { alignTable, type Column } from '../src/cli/table.ts';
import { median } from '../src/core/stats.ts';
import type { AppMeasured, Visit } from './app.ts';
import { imagesPerSecond, type Row, referenceOf, speedup } from './row.ts';
import type { Move, Slider } from './slider.ts';
import { taskTitles } from './tasks.ts';

export const columns: readonly Column[] = [
  { title: 'where', align: 'left' },
  { title: 'with', align: 'left' },
  { title: 'network', align: 'left' },
  { title: 'what', align: 'left' },
  { title: 'images', align: 'right' },
  { title: 'min', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'images/s', align: 'right' },
  { title: 'compared', align: 'left' },
];

/** Lines of the one table: each is as long as `columns`. */
export const tableLines = (rows: readonly Row[], app: AppMeasured | undefined): string[][] => [
  ...rows.map((row) => rowLine(row, rows)),
  ...(app ? appLines(app) : []),
];

/** Lines below these titles, for a terminal or as Markdown. */
export function tableText(titles: readonly Column[], lines: readonly string[][], markdown: boolean): string {
  if (!markdown) return alignTable(titles, lines);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = titles.map(({ align }) => (align === 'left' ? ':--' : '--:'));
  return [line(titles.map(({ title }) => title)), line(rule), ...lines.map(line)].join('\n');
}

function rowLine(row: Row, rows: readonly Row[]): string[] {
  const { where, network, task, images, samples } = row;
  const reference = referenceOf(row, rows);
  const compared = reference ? `${speedup(row, reference).toFixed(2)} × ${shortName(reference)}` : '';
  return [
    where,
    longName(row),
    network,
    taskTitles[task],
    String(images),
    ...minAndMedian(samples),
    rate(row),
    compared,
  ];
}

const shortName = ({ workers }: Row) => (workers === undefined ? 'stock' : countOf(workers));
export const countOf = (workers: number) => (workers === 1 ? '1 worker' : `${workers} workers`);
const longName = ({ backend, kernels, workers }: Row) =>
  [backend, kernels, workers === undefined ? '' : `· ${countOf(workers)}`].filter(Boolean).join(' ');

const minAndMedian = (samples: readonly number[]) => [duration(Math.min(...samples)), duration(median(samples))];

function rate(row: Row): string {
  const value = imagesPerSecond(row);
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}

export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms >= 100 ? Math.round(ms) : ms.toPrecision(3)} ms`;
}

function appLines({ visits, taskMs, script }: AppMeasured): string[][] {
  const names = [...new Set(visits.map(({ backend }) => backend))];
  const drawn = visits.map(({ scriptBytes }) => scriptBytes);
  return [
    ...names.flatMap((name) =>
      visitLines(
        name,
        visits.filter(({ backend }) => backend === name),
      ),
    ),
    appLine('', 'longest task, processor time', minAndMedian([taskMs]), ''),
    appLine('', 'page script, gzip', [kilobytes(script.gzipBytes), kilobytes(script.gzipBytes)], 'goal ≤ 250 kB'),
    appLine('', 'page script with the chart', [kilobytes(Math.min(...drawn)), kilobytes(median(drawn))], ''),
  ];
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
const appLine = (backend: string, what: string, [min, median]: readonly string[], goal: string) => [
  'Page',
  backend,
  '',
  what,
  '',
  min!,
  median!,
  '',
  goal,
];

function visitLines(name: string, visits: readonly Visit[]): string[][] {
  const longest = visits.map(({ longTasks }) => Math.max(0, ...longTasks.map(({ ms }) => ms)));
  return [
    appLine(name, 'first curve point', minAndMedian(visits.map(({ firstPointMs }) => firstPointMs)), 'goal ≤ 3 s'),
    appLine(name, 'default experiment', minAndMedian(visits.map(({ finishedMs }) => finishedMs)), 'goal ≤ 10 s'),
    appLine(name, 'longest task', [Math.min(...longest), median(longest)].map(longTask), 'goal ≤ 50 ms'),
  ];
}

/** Browsers report no task of 50 ms or less. */
const longTask = (ms: number) => (ms === 0 ? '≤ 50 ms' : duration(ms));

export function sliderLines({ images, moves }: Slider): string[][] {
  const name = `${images} digits, 8 ε, 6 attacks`;
  const line = (what: string, goal: string, part: (move: Move) => number) =>
    appLine(name, `threshold moved: ${what}`, minAndMedian(moves.map(part)), goal);
  return [
    line('main thread until drawn', 'goal ≤ 16 ms', ({ workMs }) => workMs),
    line('key until drawn', 'goal ≤ 16 ms', ({ drawnMs }) => drawnMs),
    line('main thread later, out of sight', '', ({ laterMs }) => laterMs),
  ];
}
