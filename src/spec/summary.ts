import { type AttackId, membersOf } from '../attacks/catalog.ts';
import { median, type Rate, wilson } from '../core/stats.ts';
import { budgetOf, type Cell, cellKey, shownCells, sourceOf } from './cells.ts';
import type { CellBlock, CleanBlock } from './events.ts';
import type { Report } from './report.ts';
import { parseSpec } from './spec.ts';
import { tallyBlock, tallyClean, tallyWorst, total } from './tally.ts';
import { withinBudget } from './withinBudget.ts';

/** One line of the results table: a cell, or (`attack: 'worst'`) the per-image worst case over all attacks on a defense. */
export interface ResultRow {
  readonly attack: AttackId | 'worst';
  readonly defense: string;
  readonly adaptive: boolean;
  /** Null where the attack had no budget: all its successes count, at any distance. */
  readonly epsilon: number | null;
  /** Share of the images still classified as their true class; over *all* images. */
  readonly robust: Rate;
  /** Share of successes over images that were right before the attack and (if targeted) were not the target already. */
  readonly success: Rate;
  /** Over successful attacks, in the norm of the run; NaN when there is none, or for the worst case. */
  readonly medianDistance: number;
  /** Share of successes that are still one after rounding to 8 bits; NaN in the worst case. */
  readonly survives: Rate;
  /** Questions per image, over successful attacks; NaN where the attack sees inside the model. */
  readonly medianQueries: number;
}

/** Share of clean images the defended model gets right. */
export function cleanRate(report: Report, defense: string): Rate {
  const tallies = (report.clean[defense] ?? []).map(tallyClean);
  return wilson(total(tallies, 'right'), total(tallies, 'n'));
}

const summed = new WeakMap<Report, ResultRow[]>();

/**
 * Rows in the order of the plan; each defense and budget ends with its worst case. Cells without images are left out.
 * The same report gives the same array, so asking again costs nothing.
 */
export function resultRows(report: Report): readonly ResultRow[] {
  const rows = summed.get(report) ?? sumUp(report);
  summed.set(report, rows);
  return rows;
}

function sumUp(report: Report): ResultRow[] {
  const planned = shownCells(parseSpec(report.spec));
  const cells = planned.filter((cell) => imagesDone(report, cell) > 0);
  return cells.flatMap((cell, i) => {
    const row = cellRow(report, cell);
    const next = cells[i + 1];
    if (next?.defense === cell.defense && next.epsilon === cell.epsilon) return [row];
    if (cell.epsilon === null) return [row]; // attacks without a common budget have no common worst case
    const rivals = planned.filter((rival) => rival.defense === cell.defense && rival.epsilon === cell.epsilon);
    return [row, worstRow(report, rivals)];
  });
}

/** Images of a cell that have been attacked so far. */
export const imagesDone = (report: Report, cell: Cell): number =>
  computedBlocks(report, cell).reduce((sum, { predictions }) => sum + predictions.length, 0);

const computedBlocks = (report: Report, cell: Cell): readonly CellBlock[] =>
  report.cells[cellKey(sourceOf(cell))]?.blocks ?? [];

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
  /** The member of a cascade that brought it down; undefined where none did, and for other attacks. */
  readonly by: AttackId | undefined;
}

/** Every image a cell has attacked so far, in order. */
export const outcomes = (report: Report, cell: Cell): Outcome[] =>
  blockPairs(report, cell).flatMap(([block, before]) => joinOutcomes(block, before, membersIn(report, cell)));

/** What a cascade of the run tries in turn; empty for any other attack. */
export function membersIn(report: Report, { attack }: Pick<Cell, 'attack'>): readonly AttackId[] {
  const { attacks, norm } = parseSpec(report.spec);
  const choice = attacks.find(({ id }) => id === attack);
  return choice ? membersOf(choice, norm).map(({ id }) => id) : [];
}

/** Blocks of a cell, each with the clean images it began with. */
export function blockPairs(report: Report, cell: Cell): [CellBlock, CleanBlock][] {
  const clean = new Map((report.clean[cell.defense] ?? []).map((block) => [block.from, block]));
  return computedBlocks(report, cell).flatMap((block): [CellBlock, CleanBlock][] => {
    const before = clean.get(block.from);
    return before ? [[atBudget(block, before, cell), before]] : [];
  });
}

/** What a block says at the budget of a cell: a minimum-norm attack is asked once and read at many. */
const atBudget = (block: CellBlock, before: CleanBlock, { attack, epsilon }: Cell): CellBlock =>
  epsilon !== null && budgetOf(attack) === 'minimal' ? withinBudget(block, before, epsilon) : block;

function joinOutcomes(block: CellBlock, before: CleanBlock, members: readonly AttackId[]): Outcome[] {
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
    by: members[block.by?.[i] ?? -1],
  }));
}

function cellRow(report: Report, cell: Cell): ResultRow {
  const tallies = blockPairs(report, cell).map(([block, before]) => tallyBlock(block, before));
  const hits = total(tallies, 'hits');
  return {
    ...cell,
    robust: wilson(total(tallies, 'robust'), total(tallies, 'n')),
    success: wilson(hits, total(tallies, 'attackable')),
    medianDistance: median(tallies.flatMap(({ distances }) => distances)),
    survives: wilson(total(tallies, 'survivors'), hits),
    medianQueries: median(tallies.flatMap(({ queries }) => queries)),
  };
}

/** An image counts as robust only if it withstood every attack of the run on this defense at this budget. */
function worstRow(report: Report, rivals: readonly Cell[]): ResultRow {
  const { defense, epsilon } = rivals[0]!; // a row is made for at least one cell
  const attacked = rivals.map((cell) => new Map(blockPairs(report, cell).map(([block]) => [block.from, block])));
  const tallies = (report.clean[defense] ?? []).flatMap((before) => {
    const blocks = attacked.flatMap((byStart) => byStart.get(before.from) ?? []);
    return blocks.length === rivals.length ? [tallyWorst(blocks, before)] : [];
  });
  return {
    attack: 'worst',
    defense,
    adaptive: rivals.some(({ adaptive }) => adaptive),
    epsilon,
    robust: wilson(total(tallies, 'robust'), total(tallies, 'n')),
    success: wilson(total(tallies, 'hits'), total(tallies, 'attackable')),
    medianDistance: Number.NaN,
    survives: wilson(0, 0),
    medianQueries: Number.NaN,
  };
}
