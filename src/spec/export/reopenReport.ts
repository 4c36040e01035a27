import { type Cell, cellKey } from '../cells.ts';
import type { CellBlock, CleanBlock, Setting } from '../events.ts';
import { emptyReport, type Report } from '../report.ts';
import { membersIn } from '../summary.ts';
import type { AsideColumns, CellColumns, CleanColumns, SavedReport } from './reportJson.ts';

/**
 * The report that was saved, as far as its file holds it: answers and outcomes of every image, what they refer to, and how
 * the run ended. Warnings and what was measured for the checks stay in the file.
 */
export function reopenReport(saved: SavedReport): Report {
  const report = { ...emptyReport(saved.spec), startedAt: saved.startedAt ?? undefined, setting: settingOf(saved) };
  const clean = saved.images.clean.map((columns) => [columns.defense, cleanBlocks(columns)] as const);
  const cells = saved.images.cells.map((columns) => {
    const { attack, defense, adaptive, epsilon } = columns;
    const cell = { attack, defense, adaptive, epsilon } as Cell; // the experiment was checked when the file was read
    return [cellKey(cell), { cell, blocks: cellBlocks(columns, membersIn(report, cell)) }] as const;
  });
  const finished = saved.seconds === null ? undefined : { seconds: saved.seconds, complete: saved.complete };
  return { ...report, clean: Object.fromEntries(clean), cells: Object.fromEntries(cells), finished };
}

const settingOf = ({ version, backend, adapter, model, dataset, classNames }: SavedReport): Setting => ({
  version,
  backend,
  adapter,
  model: { ...model, classNames },
  dataset,
  shape: [0, 0, 0], // not in the file, and no number depends on it
});

/** Runs of positions that follow each other, as `[first row, rows]`. */
function runs(index: readonly number[]): [number, number][] {
  const starts = index.flatMap((position, row) => (row > 0 && index[row - 1] === position - 1 ? [] : [row]));
  return starts.map((start, i) => [start, (starts[i + 1] ?? index.length) - start]);
}

function cleanBlocks(columns: CleanColumns): CleanBlock[] {
  return runs(columns.index).map(([start, count]) => {
    const of = <T>(values: readonly T[]) => values.slice(start, start + count);
    return {
      from: columns.index[start]!,
      labels: Int32Array.from(of(columns.label)),
      targets: Int32Array.from(of(columns.target)),
      predictions: Int32Array.from(of(columns.prediction)),
      probabilities: Float32Array.from(of(columns.probabilities).flat()),
      ...asidesOf(columns, of),
    };
  });
}

function cellBlocks(columns: CellColumns, members: readonly string[]): CellBlock[] {
  return runs(columns.index).map(([start, count]) => {
    const of = <T>(values: readonly T[]) => values.slice(start, start + count);
    const { queries, by } = columns;
    return {
      from: columns.index[start]!,
      predictions: Int32Array.from(of(columns.prediction)),
      probabilities: Float32Array.from(of(columns.probabilities).flat()),
      success: Uint8Array.from(of(columns.success), Number),
      distances: Float32Array.from(of(columns.distance)),
      survives: Uint8Array.from(of(columns.survives), Number),
      queries: queries && Int32Array.from(of(queries)),
      ...(by && { by: Int8Array.from(of(by), (name) => (name === null ? -1 : members.indexOf(name))) }),
      ...asidesOf(columns, of),
    };
  });
}

/** What only some runs have, of the rows that `of` takes. */
function asidesOf({ logits, scores, opinions }: AsideColumns, of: <T>(values: readonly T[]) => T[]) {
  const named = <From, To>(columns: Readonly<Record<string, From>>, read: (column: From) => To) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, read(column)]));
  return {
    ...(logits && { logits: Float32Array.from(of(logits).flat()) }),
    ...(scores && { scores: named(scores, (column) => Float32Array.from(of(column))) }),
    ...(opinions && {
      opinions: named(opinions, ({ prediction, confidence }) => ({
        predictions: Int32Array.from(of(prediction)),
        confidences: Float32Array.from(of(confidence)),
      })),
    }),
  };
}
