import type { Opinion } from '../events.ts';
import type { Scored } from '../thresholds/board.ts';
import type { Policy } from '../thresholds/policy.ts';

/**
 * What the measured factors say about one image: `model`, the answer is accepted; `review`, it goes to a person; `second`, a
 * second model is sure of the same answer.
 */
export interface Pattern {
  readonly model: boolean;
  readonly review: boolean;
  readonly second: boolean;
}

/** All of them; an image is accepted or reviewed or neither. */
export const patterns: readonly Pattern[] = [true, false].flatMap((second) => [
  { model: true, review: false, second },
  { model: false, review: true, second },
  { model: false, review: false, second },
]);

/** How many images show each pattern, by whether the answer is wrong; in the order of `patterns`. */
export interface Census {
  readonly n: number;
  readonly right: readonly number[];
  readonly wrong: readonly number[];
}

export type Lines = Pick<Policy, 'accept' | 'reject' | 'margin'>;

/** Counts images at two thresholds, and at that of a second model where there is one. */
export function takeCensus(scored: Scored, lines: Lines, second: Watcher | undefined): Census {
  const census = { n: scored.answers.n, right: patterns.map(() => 0), wrong: patterns.map(() => 0) };
  for (let i = 0; i < census.n; i++) {
    const place = bandAt(scored, i, lines) + (second && agrees(scored, second, i) ? 0 : 3);
    census[scored.wrong[i] ? 'wrong' : 'right'][place]!++;
  }
  return census;
}

/** A second model and the confidence it is asked for. */
export interface Watcher {
  readonly model: string;
  readonly accept: number;
}

export const opinionOf = ({ answers }: Scored, { model }: Pick<Watcher, 'model'>): Opinion | undefined =>
  answers.opinions?.[model];

/** 0 accepted, 1 to be reviewed, 2 rejected. */
export function bandAt({ scores, margins }: Scored, i: number, { accept, reject, margin }: Lines): 0 | 1 | 2 {
  if (scores[i]! >= accept && margins[i]! >= margin) return 0;
  return scores[i]! >= Math.min(reject, accept) ? 1 : 2;
}

function agrees(scored: Scored, second: Watcher, i: number): boolean {
  const opinion = opinionOf(scored, second);
  return (
    opinion !== undefined &&
    opinion.confidences[i]! >= second.accept &&
    opinion.predictions[i] === scored.answers.predictions[i]
  );
}
