import { type Rate, wilson } from '../../core/stats.ts';
import type { Thresholds } from './bands.ts';
import type { Scored } from './board.ts';
import { grid } from './costs.ts';
import { countAbove, type Ranked, rank } from './ranked.ts';

/** What the accept threshold does to the answers that name one class. */
export interface ClassRow {
  readonly answer: number;
  /** Of the clean images read as this class, those accepted. */
  readonly accepted: Rate;
  /** Of those accepted, the wrong ones. */
  readonly wrong: Rate;
  /** Attacked images accepted as this class, and wrong. */
  readonly attacked: number;
  /** Smallest threshold from which this class is right as often as all classes are together; undefined where none is. */
  readonly own: number | undefined;
}

/** One row per class; `attacked` are the images of one attack. Margins play no part. */
export function classRows(
  clean: Scored,
  attacked: Scored | undefined,
  { accept }: Pick<Thresholds, 'accept'>,
): ClassRow[] {
  const { whole, classes } = ranksOf(clean);
  const target = accuracyFrom(whole, accept);
  const hits = attacked && ranksOf(attacked).classes;
  return classes.map((own, answer) => {
    const above = countAbove(own, accept);
    return {
      answer,
      accepted: wilson(above.n, own.n),
      wrong: wilson(above.wrong, above.n),
      attacked: hits ? countAbove(hits[answer]!, accept).wrong : 0,
      own: grid.find((threshold) => accuracyFrom(own, threshold) >= target), // NaN is never enough
    };
  });
}

/** What is accepted where every class has a threshold of its own, beside one for all. */
export interface Comparison {
  /** Of clean images, those accepted; of those, the wrong ones. */
  readonly accepted: Rate;
  readonly wrong: Rate;
  /** Of attacked images, those accepted and wrong. */
  readonly through: Rate;
}

export function compareOwn(clean: Scored, attacked: Scored | undefined, accept: number, rows: readonly ClassRow[]) {
  const own = rows.map((row) => row.own ?? Number.POSITIVE_INFINITY); // no threshold is enough: nothing is accepted
  const under = (thresholdOf: (answer: number) => number): Comparison => {
    const kept = acceptedBy(clean, thresholdOf);
    const hits = attacked ? acceptedBy(attacked, thresholdOf) : { n: 0, taken: 0, wrong: 0 };
    return {
      accepted: wilson(kept.taken, kept.n),
      wrong: wilson(kept.wrong, kept.taken),
      through: wilson(hits.wrong, hits.n),
    };
  };
  return { common: under(() => accept), own: under((answer) => own[answer]!) };
}

function acceptedBy({ answers: { n, predictions }, scores, wrong }: Scored, thresholdOf: (answer: number) => number) {
  let [taken, bad] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (scores[i]! < thresholdOf(predictions[i]!)) continue;
    taken++;
    bad += wrong[i]!;
  }
  return { n, taken, wrong: bad };
}

function accuracyFrom(ranked: Ranked, threshold: number): number {
  const { n, wrong } = countAbove(ranked, threshold);
  return (n - wrong) / n;
}

interface Ranks {
  readonly whole: Ranked;
  /** By the class of the answer. */
  readonly classes: readonly Ranked[];
}

const known = new WeakMap<Scored, Ranks>();

function ranksOf(scored: Scored): Ranks {
  const { classes, predictions } = scored.answers;
  const found = known.get(scored) ?? {
    whole: rankOf(scored, () => true),
    classes: Array.from({ length: classes }, (_, answer) => rankOf(scored, (i) => predictions[i] === answer)),
  };
  known.set(scored, found);
  return found;
}

/** The answers that pass, ranked. */
function rankOf({ scores, wrong }: Scored, passes: (i: number) => boolean): Ranked {
  const rows = Array.from(scores.keys()).filter(passes);
  const own = Float64Array.from(rows, (row) => scores[row]!);
  return rank(own, (i) => wrong[rows[i]!] === 1);
}
