import { clearlyAbove, type Rate, wilson } from '../core/stats.ts';
import type { TransferBlock } from './events.ts';
import { doneOf, emptyFrame, foldRun, type RunFrame } from './runFrame.ts';
import type { SpecText } from './spec.ts';
import { parseTransfer, transferWork } from './transferSpec.ts';

/** What is known so far of a transfer experiment: the fold of its events. */
export interface TransferReport extends RunFrame {
  /** By `source>target`; blocks never overlap. */
  readonly blocks: Readonly<Record<string, readonly TransferBlock[]>>;
}

export const emptyTransfer = (spec: SpecText): TransferReport => ({
  ...emptyFrame(spec),
  blocks: {},
});

/** The report after one more event; an event that comes twice counts once, and those of other experiments do not count. */
export const applyTransfer = foldRun(emptyTransfer, (report, event) => {
  if (event.kind !== 'transfer') return report;
  const key = pairName(event);
  const others = (report.blocks[key] ?? []).filter(({ from }) => from !== event.block.from);
  return { ...report, blocks: { ...report.blocks, [key]: [...others, event.block] } };
});

const pairName = ({ source, target }: { readonly source: string; readonly target: string }) => `${source}>${target}`;

/** One square of the matrix: images crafted on `source`, shown to `target`. */
export interface TransferCell {
  readonly source: string;
  readonly target: string;
  /** Of all images, those the target still gets right. */
  readonly robust: Rate;
  /** Of the images the target got right before, those that got the attacker what it wants. */
  readonly success: Rate;
}

/** Row by row: all targets of the first source, then of the second, … */
export function transferMatrix(report: TransferReport): TransferCell[] {
  const { models } = parseTransfer(report.spec);
  return models.flatMap((source) =>
    models.map((target) => {
      const blocks = report.blocks[pairName({ source, target })] ?? [];
      const sum = (count: (block: TransferBlock, i: number) => boolean) =>
        blocks.reduce((all, block) => all + block.labels.reduce((n, _, i) => n + Number(count(block, i)), 0), 0);
      const attackable = ({ labels, clean, targets }: TransferBlock, i: number) =>
        clean[i] === labels[i] && targets[i] !== labels[i];
      return {
        source,
        target,
        robust: wilson(
          sum(({ predictions, labels }, i) => predictions[i] === labels[i]),
          sum(() => true),
        ),
        success: wilson(
          sum((block, i) => attackable(block, i) && block.success[i] === 1),
          sum(attackable),
        ),
      };
    }),
  );
}

/** Images of a foreign model that fool a model clearly more often than those made with its own gradient. */
export interface Betrayal extends TransferCell {
  /** Success of the model's own gradient. */
  readonly own: Rate;
}

/**
 * Models whose white-box attack loses to a stranger, beyond chance, each with the strongest of them: its gradient
 * misleads, and the square on the diagonal is an over-estimate of robustness (Athalye et al. 2018, arXiv:1802.00420, sec. 3.1).
 */
export function betrayals(report: TransferReport): Betrayal[] {
  const matrix = transferMatrix(report);
  return matrix
    .filter(({ source, target }) => source === target)
    .flatMap(({ target, success: own }) => {
      const column = matrix.filter((cell) => cell.target === target);
      const strongest = column.reduce((a, b) => (b.success.value > a.success.value ? b : a));
      return clearlyAbove(strongest.success, own) ? [{ ...strongest, own }] : [];
    });
}

export function transferProgress(report: TransferReport): { readonly done: number; readonly total: number } {
  const done = doneOf(report);
  return { done, total: transferWork(parseTransfer(report.spec)) };
}
