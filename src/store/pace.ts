/** Progress over time of one run. */
export interface Pace {
  readonly total: number;
  /** In order of time; work done at that moment. */
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly ms: number;
  readonly done: number;
}

/** How long something takes, in seconds: a middle value and a range. */
export interface TimeRange {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

const memory = 40; // samples, about eight seconds
const patienceMs = 1000; // a shorter time says little
const margin = 0.15; // what even a steady machine varies by

export const startPace = (total: number): Pace => ({ total, samples: [] });

export function addSample(pace: Pace, ms: number, done: number): Pace {
  if (done <= (pace.samples.at(-1)?.done ?? 0)) return pace; // loading does not count
  const kept = pace.samples.length > memory ? [pace.samples[0]!, ...pace.samples.slice(2)] : pace.samples;
  return { ...pace, samples: [...kept, { ms, done }] };
}

/** Seconds left, from the speed over the whole run and over its recent half; undefined in the first second. */
export function timeLeft({ total, samples }: Pace, nowMs: number): TimeRange | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.ms - first.ms < patienceMs) return undefined;
  const half = samples[samples.length >> 1]!;
  const speeds = [speedBetween(first, last), speedBetween(half === last ? first : half, last)];
  const waited = (nowMs - last.ms) / 1000;
  const seconds = speeds.map((speed) => Math.max(0, (total - last.done) / speed - waited));
  const low = Math.min(...seconds) * (1 - margin);
  const high = Math.max(...seconds) * (1 + margin);
  return { low, high, middle: (low + high) / 2 };
}

/** What an amount of work takes at a known speed. */
export function timeFor(work: number, perSecond: number): TimeRange {
  const middle = work / perSecond;
  return { middle, low: middle * (1 - 2 * margin), high: middle * (1 + 2 * margin) };
}

const speedBetween = (from: Sample, to: Sample) => (1000 * (to.done - from.done)) / Math.max(1, to.ms - from.ms);
