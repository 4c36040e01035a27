import { type AttackId, attackCards } from '../attacks/catalog.ts';
import { budgetOf, type Cell, shownCells } from './cells.ts';
import type { Report } from './report.ts';
import { parseSpec } from './spec.ts';
import { imagesDone, membersIn, outcomes } from './summary.ts';

/** What each attack of a cascade added, in the order they were tried. */
export interface Credits {
  readonly cell: Cell;
  /** Images it was asked about, wrong ones included. */
  readonly n: number;
  /** Wrong before anything was tried. */
  readonly wrong: number;
  readonly members: readonly { readonly attack: AttackId; readonly title: string; readonly fooled: number }[];
  /** Right after everything was tried. */
  readonly standing: number;
}

/** One entry per cell of a cascade that has numbers, in the order of the plan. */
export const creditsOf = (report: Report): Credits[] =>
  shownCells(parseSpec(report.spec)).flatMap((cell) =>
    budgetOf(cell.attack) === 'ball' && membersIn(report, cell).length > 0 && imagesDone(report, cell) > 0
      ? [count(report, cell)]
      : [],
  );

function count(report: Report, cell: Cell): Credits {
  const all = outcomes(report, cell);
  return {
    cell,
    n: all.length,
    wrong: all.filter(({ clean, label }) => clean !== label).length,
    members: membersIn(report, cell).map((attack) => ({
      attack,
      title: attackCards[attack].title,
      fooled: all.filter(({ by, clean, label }) => by === attack && clean === label).length,
    })),
    standing: all.filter(({ adversarial, label }) => adversarial === label).length,
  };
}
