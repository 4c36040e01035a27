import { makeRng, shuffled } from '../../core/rng.ts';
import { type Answers, pick, wrongCount } from './groups.ts';

const least = 1e-30; // keeps log p finite where float32 holds a 0

/** softmax(z / T), of logits or of log p: T = 1 gives the model's probabilities, a larger T less sure ones. */
export function tempered(logits: ArrayLike<number>, temperature: number): Float64Array {
  const z = Float64Array.from(logits, (value) => value / temperature);
  const top = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}

/** The answers as a temperature makes them. */
export function temperAnswers(answers: Answers, temperature: number): Answers {
  const { n, classes } = answers;
  const z = logsOf(answers);
  const changed = new Float32Array(z.length);
  for (let i = 0; i < n; i++) {
    changed.set(tempered(z.subarray(i * classes, (i + 1) * classes), temperature), i * classes);
  }
  return { ...answers, probabilities: changed };
}

/** Mean of −log p of the true class at a temperature. */
export const meanLoss = (answers: Answers, temperature: number): number =>
  lossAt(logsOf(answers), answers, temperature);

const known = new WeakMap<Answers, Float64Array>();

/** The logits; where a report has none log p, which is the same but for a shift as long as no p was rounded to 0. */
export function logsOf(answers: Answers): Float64Array {
  const { logits, probabilities } = answers;
  const logs =
    known.get(answers) ??
    (logits ? Float64Array.from(logits) : Float64Array.from(probabilities, (p) => Math.log(Math.max(p, least))));
  known.set(answers, logs);
  return logs;
}

/** Mean of log Σ exp(z/T) − z_y/T. It is asked for often, so it allocates nothing. */
function lossAt(z: Float64Array, { n, classes, labels }: Answers, temperature: number): number {
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const from = i * classes;
    let [top, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = from; k < from + classes; k++) top = Math.max(top, z[k]!);
    for (let k = from; k < from + classes; k++) sum += Math.exp((z[k]! - top) / temperature);
    loss += Math.log(sum) - (z[from + labels[i]!]! - top) / temperature;
  }
  return loss / n;
}

const golden = (Math.sqrt(5) - 1) / 2;
const rounds = 40; // narrows log T from 14 to 6e-8

/**
 * The temperature with the smallest loss on these answers (Guo et al. 2017, arXiv:1706.04599, sec. 4.2), between 1/1000
 * and 1000: golden-section search over log T, along which the loss has one valley. 1 where no answer is wrong, for then the loss
 * only falls as T does, and nothing was learned.
 */
export function fitTemperature(answers: Answers): number {
  if (wrongCount(answers) === 0) return 1;
  let [low, high] = [-Math.log(1000), Math.log(1000)];
  const z = logsOf(answers);
  const loss = (logT: number) => lossAt(z, answers, Math.exp(logT));
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  for (let i = 0; i < rounds; i++) {
    if (lossA < lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - golden * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + golden * (high - low);
      lossB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** One half to fit on, the other to test on; which image is where, only the seed decides. */
export function halves(answers: Answers, seed: number): { readonly fit: Answers; readonly test: Answers } {
  const order = Array.from(shuffled(answers.n, makeRng(seed).fork('calibration')));
  const middle = answers.n >> 1;
  const sorted = (rows: number[]) => rows.sort((a, b) => a - b);
  return { fit: pick(answers, sorted(order.slice(0, middle))), test: pick(answers, sorted(order.slice(middle))) };
}
