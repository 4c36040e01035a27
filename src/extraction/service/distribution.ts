/** Position of the largest value; the first of several. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Positions by value, largest first; equal ones stay in order. */
export const ranking = (values: ArrayLike<number>): number[] =>
  Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);

/** Negative values become 0 and the sum 1; where nothing is left, all classes are equal. */
export function normalised(values: ArrayLike<number>): Float32Array {
  const kept = Float64Array.from(values, (value) => Math.max(0, value));
  const sum = kept.reduce((total, value) => total + value, 0);
  return Float32Array.from(kept, (value) => (sum > 0 ? value / sum : 1 / kept.length));
}

export const oneHot = (label: number, classes: number): Float32Array =>
  Float32Array.from({ length: classes }, (_, i) => Number(i === label));

export function softmax(scores: ArrayLike<number>): Float32Array {
  const largest = Math.max(...Array.from(scores));
  return normalised(Float64Array.from(scores, (score) => Math.exp(score - largest)));
}

/** Σ |a − b| */
export const l1Distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0);
