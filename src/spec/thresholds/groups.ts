import { joinFloats, joinInts } from '../../core/join.ts';
import type { Cell } from '../cells.ts';
import { shownCells } from '../cells.ts';
import type { CellBlock, CleanBlock, Opinions, Scores } from '../events.ts';
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
  /** As long as `probabilities`; absent in reports of older versions. */
  readonly logits?: Float32Array | undefined;
  /** How suspicious each image is, by detector; absent where the run had none. */
  readonly suspicions?: Scores | undefined;
  /** What second models say about the same images, by model; absent where the run had none. */
  readonly opinions?: Opinions | undefined;
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
export function pick(answers: Answers, rows: readonly number[]): Answers {
  const { classes, logits, suspicions, opinions } = answers;
  const vectors = (values: Float32Array) => {
    const chosen = new Float32Array(rows.length * classes);
    for (const [i, row] of rows.entries()) chosen.set(values.subarray(row * classes, (row + 1) * classes), i * classes);
    return chosen;
  };
  const whole = (values: Int32Array) => Int32Array.from(rows, (row) => values[row]!);
  const real = (values: Float32Array) => Float32Array.from(rows, (row) => values[row]!);
  return {
    n: rows.length,
    images: whole(answers.images),
    classes,
    labels: whole(answers.labels),
    predictions: whole(answers.predictions),
    probabilities: vectors(answers.probabilities),
    logits: logits && vectors(logits),
    suspicions: suspicions && byName(suspicions, real),
    opinions:
      opinions &&
      byName(opinions, ({ predictions, confidences }) => ({
        predictions: whole(predictions),
        confidences: real(confidences),
      })),
  };
}

const byName = <From, To>(values: Readonly<Record<string, From>>, change: (value: From, name: string) => To) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));

/** How many of the answers are wrong. */
export const wrongCount = (answers: Answers): number =>
  answers.labels.reduce((sum, label, i) => sum + Number(label !== answers.predictions[i]), 0);

export const isRight = ({ labels, predictions }: Answers, i: number): boolean => labels[i] === predictions[i];

type Pair = readonly [CellBlock | CleanBlock, CleanBlock];

function join(pairs: readonly Pair[]): Answers {
  const blocks = pairs.map(([block]) => block);
  const n = blocks.reduce((sum, { predictions }) => sum + predictions.length, 0);
  const probabilities = joinFloats(blocks.map((block) => block.probabilities));
  const everywhere = <Value>(value: (block: CellBlock | CleanBlock) => Value | undefined) => {
    const values = blocks.map(value);
    return values.length > 0 && values.every((found) => found !== undefined) ? (values as Value[]) : undefined;
  };
  const logits = everywhere((block) => block.logits);
  const scores = everywhere((block) => block.scores);
  const opinions = everywhere((block) => block.opinions);
  return {
    n,
    classes: n === 0 ? 0 : probabilities.length / n,
    images: joinInts(blocks.map(({ from, predictions }) => predictions.map((_, i) => from + i))),
    labels: joinInts(pairs.map(([, { labels }]) => labels)),
    predictions: joinInts(blocks.map(({ predictions }) => predictions)),
    probabilities,
    logits: logits && joinFloats(logits),
    suspicions: scores && byName(scores[0]!, (_, id) => joinFloats(scores.map((score) => score[id]!))),
    opinions:
      opinions &&
      byName(opinions[0]!, (_, id) => ({
        predictions: joinInts(opinions.map((said) => said[id]!.predictions)),
        confidences: joinFloats(opinions.map((said) => said[id]!.confidences)),
      })),
  };
}
