import type { Examined } from '../../store/specimen.ts';
import { largestAt } from '../../store/specimenFinding.ts';

/** Probabilities along the path of an attack. */
export interface TraceSeries {
  /** Class of the clean image, and the class that ends or comes closest to it. */
  readonly from: number;
  readonly rival: number;
  /** By step, in [0, 1]. */
  readonly fromShare: readonly number[];
  readonly rivalShare: readonly number[];
  readonly others: readonly number[];
  /** Predicted class by step. */
  readonly answers: readonly number[];
  /** First step with another answer than the clean image. */
  readonly flip: number | undefined;
}

/** The three lines of the chart, from an attack that was traced. */
export function traceSeries({ picture }: Examined): TraceSeries {
  const { trace, cleanProbabilities, adversarialProbabilities } = picture;
  const from = largestAt(cleanProbabilities);
  const end = largestAt(adversarialProbabilities);
  const steps = trace.map(({ probabilities }) => probabilities);
  const rival = end === from ? strongestRival(steps, from) : end;
  const answers = steps.map(largestAt);
  const flip = answers.findIndex((answer) => answer !== from);
  return {
    from,
    rival,
    fromShare: steps.map((step) => step[from]!),
    rivalShare: steps.map((step) => step[rival]!),
    others: steps.map((step) => Math.max(0, 1 - step[from]! - step[rival]!)),
    answers,
    flip: flip < 0 ? undefined : flip,
  };
}

/** The other class that came to the highest probability at any step. */
function strongestRival(steps: readonly Float32Array[], from: number): number {
  const peaks = Float32Array.from(steps[0] ?? [], (_, k) =>
    k === from ? -1 : Math.max(...steps.map((step) => step[k]!)),
  );
  return largestAt(peaks);
}

/** Six steps for the strip: evenly spaced, with the flip among them. */
export function stripSteps(last: number, flip: number | undefined): readonly number[] {
  const frames = 6;
  const even = Array.from({ length: frames }, (_, i) => Math.round((i * last) / (frames - 1)));
  const distinct = [...new Set(even)];
  if (flip === undefined || distinct.includes(flip) || flip >= last) return distinct;
  const inner = distinct.slice(1, -1);
  const nearest = inner.reduce(
    (best, step) => (Math.abs(step - flip) < Math.abs(best - flip) ? step : best),
    inner[0]!,
  );
  return distinct.map((step) => (step === nearest ? flip : step));
}
