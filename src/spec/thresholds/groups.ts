import type { Cell } from '../cells.ts';
import { shownCells } from '../cells.ts';
import type { CellBlock, CleanBlock } from '../events.ts';
import type { Report } from '../report.ts';
import { parseSpec } from '../spec.ts';
import { blockPairs } from '../summary.ts';

/** What the model said about some images, and what it should have said. */
export interface Answers {
  readonly n: number;
  /** Positions in the data set. */
  readonly images: Int32Array;
  readonly classes: number;
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
  /** `n × k`, row by row. */
  readonly probabilities: Float32Array;
}

/** Images attacked in one way, in the order of their positions. */
export interface Attacked {
  readonly cell: Cell;
  readonly answers: Answers;
}

/** The clean images as one defended model sees them. */
export const cleanAnswers = (report: Report, defense: string): Answers =>
  join((report.clean[defense] ?? []).map((block) => [block, block]));

/** Every way the images of a defense were attacked that has numbers, in the order of the plan. */
export function attackedAnswers(report: Report, defense: string): Attacked[] {
  return shownCells(parseSpec(report.spec))
    .filter((cell) => cell.defense === defense)
    .map((cell) => ({ cell, answers: join(blockPairs(report, cell)) }))
    .filter(({ answers }) => answers.n > 0);
}

/** Some of the answers, in this order. */
export function pick(
  { classes, images, labels, predictions, probabilities }: Answers,
  rows: readonly number[],
): Answers {
  const chosen = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => {
    chosen.set(probabilities.subarray(row * classes, (row + 1) * classes), i * classes);
  });
  const of = (values: Int32Array) => Int32Array.from(rows, (row) => values[row]!);
  return {
    n: rows.length,
    images: of(images),
    classes,
    labels: of(labels),
    predictions: of(predictions),
    probabilities: chosen,
  };
}

/** How many of the answers are wrong. */
export const wrongCount = (answers: Answers): number =>
  answers.labels.reduce((sum, label, i) => sum + Number(label !== answers.predictions[i]), 0);

export const isRight = ({ labels, predictions }: Answers, i: number): boolean => labels[i] === predictions[i];

function join(pairs: readonly (readonly [CellBlock | CleanBlock, CleanBlock])[]): Answers {
  const n = pairs.reduce((sum, [{ predictions }]) => sum + predictions.length, 0);
  const size = pairs.reduce((sum, [{ probabilities }]) => sum + probabilities.length, 0);
  const joined = {
    images: new Int32Array(n),
    labels: new Int32Array(n),
    predictions: new Int32Array(n),
    probabilities: new Float32Array(size),
  };
  let at = 0;
  for (const [{ from, predictions, probabilities }, { labels }] of pairs) {
    joined.images.set(
      predictions.map((_, i) => from + i),
      at,
    );
    joined.labels.set(labels, at);
    joined.predictions.set(predictions, at);
    joined.probabilities.set(probabilities, (at * size) / n);
    at += predictions.length;
  }
  return { n, classes: n === 0 ? 0 : size / n, ...joined };
}
