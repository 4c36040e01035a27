import { type Answers, isRight, wrongCount } from './groups.ts';
import { fitTemperature, halves, temperAnswers } from './temperature.ts';

/** Answers whose confidence falls into one part of [0, 1]. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Share that is right, and mean confidence; NaN for an empty bin. */
  readonly accuracy: number;
  readonly confidence: number;
}

const binCount = 10;
const slack = 1e-5; // float32 holds 0.6 as a little more

/** Confidence against accuracy, in ten parts of equal width; a part holds its upper end, the first also 0. */
export function reliability(answers: Answers): readonly Bin[] {
  const sums = Array.from({ length: binCount }, () => ({ n: 0, right: 0, confidence: 0 }));
  for (let i = 0; i < answers.n; i++) {
    const p = answers.probabilities[i * answers.classes + answers.predictions[i]!]!;
    const sum = sums[Math.min(binCount - 1, Math.max(0, Math.ceil(p * binCount - slack) - 1))]!;
    sum.n++;
    sum.right += Number(isRight(answers, i));
    sum.confidence += p;
  }
  return sums.map(({ n, right, confidence }, i) => ({
    low: i / binCount,
    high: (i + 1) / binCount,
    n,
    accuracy: right / n,
    confidence: confidence / n,
  }));
}

/** Expected calibration error: mean gap between confidence and accuracy, by images (Guo et al. 2017, arXiv:1706.04599, eq. 3). */
export function calibrationError(bins: readonly Bin[]): number {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce(
    (sum, bin) => (bin.n === 0 ? sum : sum + (bin.n / n) * Math.abs(bin.accuracy - bin.confidence)),
    0,
  );
}

/** Mean squared distance of the probabilities from the truth, over all classes: 0 is perfect, 2 the worst (Brier 1950). */
export function brier({ n, classes, labels, probabilities }: Answers): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < classes; k++) sum += (probabilities[i * classes + k]! - Number(labels[i] === k)) ** 2;
  }
  return sum / n;
}

/** How well confidence says how often the model is right. */
export interface Fit {
  readonly bins: readonly Bin[];
  readonly ece: number;
  readonly brier: number;
}

/** Calibration of the clean answers, measured on the half that the temperature was not fitted on. */
export interface Calibration {
  readonly temperature: number;
  /** Images it was fitted on. */
  readonly fitted: number;
  /** Wrong answers among those fitted on: what there was to learn from. */
  readonly wrong: number;
  /** Images that everything else is measured on. */
  readonly tested: number;
  readonly before: Fit;
  readonly after: Fit;
}

export function calibrate(clean: Answers, seed: number): Calibration {
  const { fit, test } = halves(clean, seed);
  const temperature = fitTemperature(fit);
  const after = fitOf(temperAnswers(test, temperature));
  return { temperature, fitted: fit.n, wrong: wrongCount(fit), tested: test.n, before: fitOf(test), after };
}

function fitOf(answers: Answers): Fit {
  const bins = reliability(answers);
  return { bins, ece: calibrationError(bins), brier: brier(answers) };
}
