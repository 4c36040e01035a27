import { makeRng, shuffled } from '../core/rng.ts';
import { chainName } from '../defenses/catalog.ts';
import { budgetOf, type Cell, cellKey, planCells } from '../spec/cells.ts';
import { writeLink } from '../spec/link.ts';
import type { Report } from '../spec/report.ts';
import { type Outcome, outcomes } from '../spec/summary.ts';
import { rowsOf, specOf } from './derived.ts';
import type { Filter, LabFacts, Pair } from './labState.ts';

/** Images drawn for the gallery at a time. */
export const handful = 6;

/** Budgets that have numbers. */
export const epsilonsOf = (report: Report): readonly number[] => [
  ...new Set(rowsOf(report).flatMap(({ epsilon }) => epsilon ?? [])),
];

/** The reader's budget, or the middle of the plan; while a run has not come that far, the largest it has reached. */
export function chosenEpsilon({ epsilon }: Pick<LabFacts, 'epsilon'>, report: Report): number | undefined {
  const { epsilons } = specOf(report);
  const wanted = epsilon !== undefined && epsilons.includes(epsilon) ? epsilon : epsilons[epsilons.length >> 1];
  const known = epsilonsOf(report);
  return known.includes(wanted!) ? wanted : (known.filter((value) => value <= wanted!).at(-1) ?? known[0]);
}

/** Every pair of the experiment, once. */
export function pairsOf(report: Report): Pair[] {
  const pairs = planCells(specOf(report)).map(({ attack, defense, adaptive }) => ({ attack, defense, adaptive }));
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}

/** Pairs that are measured within a ball, and those whose attack has limits of its own. */
export const ballPairsOf = (report: Report): Pair[] => pairsOf(report).filter((pair) => !isOwn(pair));
export const ownPairsOf = (report: Report): Pair[] => pairsOf(report).filter(isOwn);

export const isOwn = ({ attack }: Pick<Pair, 'attack'>): boolean => budgetOf(attack) === 'own';

/** The attacks of some pairs in each of their modes, adaptive first, in the order of the experiment. */
export const linesOf = (report: Report, pairs: readonly Pair[]): Pick<Pair, 'attack' | 'adaptive'>[] =>
  specOf(report).attacks.flatMap(({ id }) =>
    [true, false]
      .filter((adaptive) => pairs.some((pair) => pair.attack === id && pair.adaptive === adaptive))
      .map((adaptive) => ({ attack: id, adaptive })),
  );

export const pairKey = ({ attack, defense, adaptive }: Pair): string => `${attack}|${defense}|${adaptive}`;

/** The reader's pair, or the last attack of the list against the last defense, adaptive where there is such a run. */
export function chosenPair({ pair }: Pick<LabFacts, 'pair'>, report: Report): Pair | undefined {
  const pairs = pairsOf(report);
  const same = pair && pairs.find((other) => pairKey(other) === pairKey(pair));
  if (same) return same;
  const { attacks, defenses } = specOf(report);
  const usual = pairs.filter((p) => p.attack === attacks.at(-1)?.id && p.defense === chainName(defenses.at(-1) ?? []));
  return usual.find(({ adaptive }) => adaptive) ?? usual[0];
}

export function chosenCell(state: Pick<LabFacts, 'epsilon' | 'pair'>, report: Report): Cell | undefined {
  const epsilon = chosenEpsilon(state, report);
  const pair = chosenPair(state, report);
  return pair && (epsilon !== undefined || isOwn(pair)) ? cellOf(pair, epsilon ?? null) : undefined;
}

/** The pair at a budget; an attack with limits of its own has only the one cell. */
export const cellOf = (pair: Pair, epsilon: number | null): Cell => ({
  ...pair,
  epsilon: isOwn(pair) ? null : epsilon,
});

/** What became of an image: `missed` means wrong, but not the class the adversary wanted. */
export type Fate = 'misclassified' | 'fooled' | 'missed' | 'held';

export function fateOf({ clean, label, adversarial, success }: Outcome): Fate {
  if (clean !== label) return 'misclassified';
  if (success) return 'fooled';
  return adversarial === label ? 'held' : 'missed';
}

const passes: Record<Filter, (outcome: Outcome) => boolean> = {
  all: () => true,
  fooled: (outcome) => ['fooled', 'missed'].includes(fateOf(outcome)),
  held: (outcome) => fateOf(outcome) === 'held',
  misclassified: (outcome) => fateOf(outcome) === 'misclassified',
};

export function countByFilter(report: Report, cell: Cell): Record<Filter, number> {
  const all = outcomes(report, cell);
  const count = (filter: Filter) => all.filter(passes[filter]).length;
  return { all: all.length, fooled: count('fooled'), held: count('held'), misclassified: count('misclassified') };
}

/** A handful of images in an order that only the seed decides; each draw takes the next ones, round and round. */
export function drawnOutcomes(report: Report, cell: Cell, { filter, draw }: Pick<LabFacts, 'filter' | 'draw'>) {
  const all = outcomes(report, cell);
  const order = shuffled(all.length, makeRng(specOf(report).seed).fork('gallery'));
  const pool = Array.from(order, (i) => all[i]!).filter(passes[filter]);
  const size = Math.min(handful, pool.length);
  return Array.from({ length: size }, (_, i) => pool[(draw * handful + i) % pool.length]!);
}

/** Name of an attacked image's pixels. */
export const pictureKey = (report: Report, cell: Cell, image: number): string =>
  `${writeLink(report.spec)}|${cellKey(cell)}|${image}`;

/** Name of the same pixels with every step of the attack. */
export const traceKey = (report: Report, cell: Cell, image: number): string =>
  `${pictureKey(report, cell, image)}|trace`;
