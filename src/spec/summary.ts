import type { AttackId } from '../attacks/catalog.ts';
import { median, type Rate, wilson } from '../core/stats.ts';
import { type Cell, cellKey, planCells } from './cells.ts';
import type { CellBlock, CleanBlock } from './events.ts';
import type { Report } from './report.ts';
import { parseSpec } from './spec.ts';

/** One line of the results table: a cell, or (`attack: 'worst'`) the per-image worst case over all attacks on a defense. */
export interface ResultRow {
  readonly attack: AttackId | 'worst';
  readonly defense: string;
  readonly adaptive: boolean;
  readonly epsilon: number;
  /** Share of the images still classified as their true class; over *all* images. */
  readonly robust: Rate;
  /** Share of successes over images that were right before the attack and (if targeted) were not the target already. */
  readonly success: Rate;
  /** Over successful attacks, in the norm of the run; NaN when there is none, or for the worst case. */
  readonly medianDistance: number;
  /** Share of successes that are still one after rounding to 8 bits; NaN in the worst case. */
  readonly survives: Rate;
}

/** Clean images of one defense, joined over blocks. */
export interface CleanColumns {
  readonly n: number;
  readonly indices: readonly number[];
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
}

/** Share of clean images the defended model gets right. */
export function cleanRate(report: Report, defense: string): Rate {
  const { labels, predictions, n } = cleanColumns(report, defense);
  return wilson(labels.filter((label, i) => label === predictions[i]).length, n);
}

/** Rows in the order of the plan; each defense and budget ends with its worst case. Cells without images are left out. */
export function resultRows(report: Report): ResultRow[] {
  const cells = planCells(parseSpec(report.spec)).filter((cell) => imagesDone(report, cell) > 0);
  return cells.flatMap((cell, i) => {
    const row = cellRow(report, cell);
    const next = cells[i + 1];
    const last = next?.defense !== cell.defense || next.epsilon !== cell.epsilon;
    return last ? [row, worstRow(report, cell)] : [row];
  });
}

/** Images of a cell that have been attacked so far. */
export const imagesDone = (report: Report, cell: Cell): number =>
  (report.cells[cellKey(cell)]?.blocks ?? []).reduce((sum, { predictions }) => sum + predictions.length, 0);

/** Index, outcome and answer of one attacked image. */
export interface Outcome {
  /** Position in the data set. */
  readonly image: number;
  readonly label: number;
  readonly target: number;
  readonly clean: number;
  readonly cleanConfidence: number;
  readonly adversarial: number;
  readonly adversarialConfidence: number;
  readonly success: boolean;
  readonly survives: boolean;
  readonly distance: number;
}

/** Every image a cell has attacked so far, in order. */
export function outcomes(report: Report, cell: Cell): Outcome[] {
  const blocks = report.cells[cellKey(cell)]?.blocks ?? [];
  const clean = new Map((report.clean[cell.defense] ?? []).map((block) => [block.from, block]));
  return blocks.flatMap((block) => {
    const before = clean.get(block.from);
    return before ? blockOutcomes(block, before) : [];
  });
}

/** Blocks never change, so what follows from one is worked out once, however often a growing report is summed up. */
const known = new WeakMap<CellBlock, Outcome[]>();

function blockOutcomes(block: CellBlock, before: CleanBlock): Outcome[] {
  const found = known.get(block) ?? joinOutcomes(block, before);
  known.set(block, found);
  return found;
}

function joinOutcomes(block: CellBlock, before: CleanBlock): Outcome[] {
  const classes = block.probabilities.length / block.predictions.length;
  const confidence = (probabilities: Float32Array, i: number, answer: number) => probabilities[i * classes + answer]!;
  return Array.from(block.predictions, (adversarial, i) => ({
    image: block.from + i,
    label: before.labels[i]!,
    target: before.targets[i]!,
    clean: before.predictions[i]!,
    cleanConfidence: confidence(before.probabilities, i, before.predictions[i]!),
    adversarial,
    adversarialConfidence: confidence(block.probabilities, i, adversarial),
    success: block.success[i] === 1,
    survives: block.survives[i] === 1,
    distance: block.distances[i]!,
  }));
}

function cellRow(report: Report, cell: Cell): ResultRow {
  const all = outcomes(report, cell);
  const attackable = all.filter((o) => o.clean === o.label && o.target !== o.label);
  const hits = attackable.filter((o) => o.success);
  return {
    ...cell,
    robust: wilson(all.filter((o) => o.adversarial === o.label).length, all.length),
    success: wilson(hits.length, attackable.length),
    medianDistance: median(hits.map((o) => o.distance)),
    survives: wilson(hits.filter((o) => o.survives).length, hits.length),
  };
}

/** An image counts as robust only if it withstood every attack of the run on this defense at this budget. */
function worstRow(report: Report, { defense, epsilon }: Cell): ResultRow {
  const rivals = Object.values(report.cells).filter(({ cell }) => cell.defense === defense && cell.epsilon === epsilon);
  const planned = planCells(parseSpec(report.spec)).filter((c) => c.defense === defense && c.epsilon === epsilon);
  const verdicts = new Map<number, { seen: number; robust: boolean; success: boolean; attackable: boolean }>();
  for (const { cell } of rivals) {
    for (const o of outcomes(report, cell)) {
      const known = verdicts.get(o.image) ?? { seen: 0, robust: true, success: false, attackable: false };
      verdicts.set(o.image, {
        seen: known.seen + 1,
        robust: known.robust && o.adversarial === o.label,
        success: known.success || o.success,
        attackable: o.clean === o.label && o.target !== o.label,
      });
    }
  }
  const complete = [...verdicts.values()].filter(({ seen }) => seen === planned.length);
  const attackable = complete.filter((v) => v.attackable);
  return {
    attack: 'worst',
    defense,
    adaptive: planned.some((c) => c.adaptive),
    epsilon,
    robust: wilson(complete.filter((v) => v.robust).length, complete.length),
    success: wilson(attackable.filter((v) => v.success).length, attackable.length),
    medianDistance: Number.NaN,
    survives: wilson(0, 0),
  };
}

function cleanColumns(report: Report, defense: string): CleanColumns {
  const blocks = report.clean[defense] ?? [];
  const join = (pick: (block: CleanBlock) => Int32Array) => blocks.flatMap((block) => [...pick(block)]);
  const indices = blocks.flatMap(({ from, labels }) => Array.from(labels, (_, i) => from + i));
  return {
    n: indices.length,
    indices,
    labels: join((block) => block.labels),
    predictions: join((block) => block.predictions),
    targets: join((block) => block.targets),
  };
}
