import type { AttackId } from '../../attacks/catalog.ts';
import { type Rate, wilson } from '../../core/stats.ts';
import { type Cell, cellKey, shownCells } from '../cells.ts';
import { parseSpec } from '../spec.ts';
import { outcomes } from '../summary.ts';
import type { Evaluation } from './sources.ts';

/** A share that two reports can both have. */
export interface Comparable {
  /** `clean` without an attack, `worst` for the worst case over the attacks of both reports. */
  readonly attack: AttackId | 'clean' | 'worst';
  readonly defense: string;
  readonly adaptive: boolean;
  readonly epsilon: number | null;
}

/** Of one image. */
export interface Answer {
  readonly label: number;
  readonly right: boolean;
}
/** By position in the data set. */
export type Answers = ReadonlyMap<number, Answer>;

/** One share that two reports have in common, image by image. */
export interface Pair {
  readonly about: Comparable;
  readonly was: Answers;
  readonly is: Answers;
}

/** Clean images of every defense that both have, and where the threat is the same every attack and the worst case. */
export function pairsOf(before: Evaluation, after: Evaluation): Pair[] {
  const defenses = Object.keys(before.report.clean).filter((name) => Object.hasOwn(after.report.clean, name));
  const clean = defenses.map(
    (defense): Pair => ({
      about: { attack: 'clean', defense, adaptive: true, epsilon: null },
      was: cleanAnswers(before, defense),
      is: cleanAnswers(after, defense),
    }),
  );
  const [old, now] = [parseSpec(before.report.spec), parseSpec(after.report.spec)];
  if (old.norm !== now.norm || old.goal.kind !== now.goal.kind) return clean;
  const known = new Set(shownCells(now).map(cellKey));
  const shared = shownCells(old).filter((cell) => known.has(cellKey(cell)));
  const attacked = shared.map(
    (cell): Pair => ({ about: cell, was: cellAnswers(before, cell), is: cellAnswers(after, cell) }),
  );
  const all = [...clean, ...attacked, ...worstPairs(shared, attacked)];
  return all.filter(({ was, is }) => was.size > 0 && is.size > 0);
}

/** Over the attacks that both reports have, which knew the defense; where there are several at one ε. */
function worstPairs(cells: readonly Cell[], pairs: readonly Pair[]): Pair[] {
  const places = new Map(
    cells.flatMap(({ defense, epsilon, adaptive }) =>
      epsilon === null || !adaptive ? [] : [[`${defense}|${epsilon}`, { defense, epsilon }] as const],
    ),
  );
  return [...places.values()].flatMap(({ defense, epsilon }): Pair[] => {
    const rivals = pairs.filter(
      ({ about }) => about.defense === defense && about.epsilon === epsilon && about.adaptive,
    );
    if (rivals.length < 2) return [];
    const about = { attack: 'worst' as const, defense, adaptive: true, epsilon };
    return [{ about, was: allRight(rivals.map(({ was }) => was)), is: allRight(rivals.map(({ is }) => is)) }];
  });
}

function allRight(rivals: readonly Answers[]): Answers {
  const [first, ...others] = rivals;
  const shared = [...first!].filter(([image]) => others.every((answers) => answers.has(image)));
  return new Map(
    shared.map(([image, { label }]) => [image, { label, right: rivals.every((all) => all.get(image)!.right) }]),
  );
}

const cleanAnswers = ({ report }: Evaluation, defense: string): Answers =>
  new Map(
    (report.clean[defense] ?? []).flatMap(({ from, labels, predictions }) =>
      Array.from(labels, (label, i) => [from + i, { label, right: predictions[i] === label }] as const),
    ),
  );

const cellAnswers = ({ report }: Evaluation, cell: Cell): Answers =>
  new Map(
    outcomes(report, cell).map(({ image, label, adversarial }) => [image, { label, right: adversarial === label }]),
  );

export const rateOf = (answers: Answers): Rate =>
  wilson([...answers.values()].filter(({ right }) => right).length, answers.size);
