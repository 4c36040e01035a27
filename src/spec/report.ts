import { unreachable } from '../core/errors.ts';
import { type Cell, cellKey } from './cells.ts';
import type { CellBlock, CleanBlock, Evidence, Warning } from './events.ts';
import { emptyFrame, foldRun, type RunFrame } from './runFrame.ts';
import type { SpecText } from './spec.ts';

/** What is known so far. A report is the fold of a run's events, so worker, command line and tests cannot disagree. */
export interface Report extends RunFrame {
  /** By name of the defense; blocks in order of `from`, never overlapping. */
  readonly clean: Readonly<Record<string, readonly CleanBlock[]>>;
  /** By `cellKey`. */
  readonly cells: Readonly<Record<string, { readonly cell: Cell; readonly blocks: readonly CellBlock[] }>>;
  readonly warnings: readonly Warning[];
  /** What was measured for the checks. */
  readonly evidence: readonly Evidence[];
}

export const emptyReport = (spec: SpecText): Report => ({
  ...emptyFrame(spec),
  clean: {},
  cells: {},
  warnings: [],
  evidence: [],
});

/** The report after one more event. Order does not matter between shards, and an event that comes twice counts once. */
export const applyEvent = foldRun<Report>(emptyReport, (report, event) => {
  switch (event.kind) {
    case 'clean': {
      const blocks = insert(report.clean[event.defense] ?? [], event.block);
      return { ...report, clean: { ...report.clean, [event.defense]: blocks } };
    }
    case 'cell': {
      const key = cellKey(event.cell);
      const blocks = insert(report.cells[key]?.blocks ?? [], event.block);
      return { ...report, cells: { ...report.cells, [key]: { cell: event.cell, blocks } } };
    }
    case 'warning':
      return hasWarning(report, event.warning) ? report : { ...report, warnings: [...report.warnings, event.warning] };
    case 'evidence':
      return { ...report, evidence: gather(report.evidence, event.evidence) };
    case 'transfer':
    case 'extract':
    case 'certify':
      return report; // of another kind of experiment
    default:
      return unreachable(event);
  }
});

/** Blocks stay sorted; one that begins where another does replaces it, as when a lost worker's shard runs again. */
function insert<Block extends { readonly from: number }>(blocks: readonly Block[], block: Block): readonly Block[] {
  const others = blocks.filter(({ from }) => from !== block.from);
  const at = others.findIndex(({ from }) => from > block.from);
  return at < 0 ? [...others, block] : [...others.slice(0, at), block, ...others.slice(at)];
}

const hasWarning = (report: Report, warning: Warning) =>
  report.warnings.some((known) => known.code === warning.code && known.message === warning.message);

function gather(known: readonly Evidence[], next: Evidence): readonly Evidence[] {
  const key = ({ code, cells, from }: Evidence) => JSON.stringify([code, cells, from]);
  return [...known.filter((evidence) => key(evidence) !== key(next)), next];
}
