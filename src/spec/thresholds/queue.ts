import { makeRng, type Rng } from '../../core/rng.ts';
import { bandsOf, shareIn } from './bands.ts';
import type { Board } from './board.ts';
import { minutesPerDay, type Policy } from './policy.ts';

const hoursOfDay = 24;
/** Days that are played, and those on which the attacker floods the reviewers. */
export const queueDays = 14;
export const floodDays = { from: 4, to: 7 } as const;

/** Shares of inputs that reach a person. */
export interface ReviewShares {
  /** Of ordinary traffic, its attacks included. */
  readonly traffic: number;
  /** Of the inputs that an attacker sends for that purpose. */
  readonly flood: number;
}

/** Largest share in review that any attack of the run reached with a budget up to ε: what somebody who wants review can do. */
export function floodShare(board: Board, policy: Policy, epsilon: number | undefined): number {
  const within = board.attacks.filter(({ cell }) => epsilon === undefined || (cell.epsilon ?? 0) <= epsilon);
  return Math.max(0, ...within.map((group) => shareIn(bandsOf(group, policy), 'review').value || 0));
}

/** How a queue of reviews went. */
export interface QueueRun {
  /** Reviews waiting at the end of each hour. */
  readonly backlog: Float64Array;
  readonly peak: number;
  /** Longest time an input waited, in hours; infinite for one that still waits at the end. */
  readonly longestWait: number;
  /** Reviews waiting when the days were over. */
  readonly left: number;
}

/** Reviews that arrive on a day on average, and that can be done. */
export interface QueueLoad {
  readonly perDay: number;
  readonly floodPerDay: number;
  readonly capacity: number;
}

export const queueLoad = (policy: Policy, { traffic, flood }: ReviewShares): QueueLoad => ({
  perDay: policy.perDay * traffic,
  floodPerDay: policy.flood * flood,
  capacity: (60 * minutesPerDay(policy)) / policy.seconds,
});

/**
 * Plays two weeks, hour by hour: inputs arrive at random around the clock (Poisson), people review in the first `hours` of
 * each day, first come first served. With `flooded` an attacker adds inputs on days 5 to 7. The same seed gives the same
 * days, and ordinary arrivals are the same with and without the flood.
 */
export function playQueue(load: QueueLoad, { hours, seed, flooded }: QueueOptions): QueueRun {
  const rng = makeRng(seed).fork('queue');
  const [ordinary, hostile] = [rng.fork('traffic'), rng.fork('flood')];
  const total = queueDays * hoursOfDay;
  const [arrived, served] = [new Float64Array(total), new Float64Array(total)];
  const backlog = new Float64Array(total);
  let [all, done] = [0, 0];
  for (let hour = 0; hour < total; hour++) {
    const day = Math.floor(hour / hoursOfDay);
    const isFlood = flooded && day >= floodDays.from && day < floodDays.to;
    all += poisson(load.perDay / hoursOfDay, ordinary);
    if (isFlood) all += poisson(load.floodPerDay / hoursOfDay, hostile);
    const atWork = Math.min(1, Math.max(0, hours - (hour % hoursOfDay)));
    done = Math.min(all, done + (load.capacity / hours) * atWork);
    [arrived[hour], served[hour], backlog[hour]] = [all, done, all - done];
  }
  return { backlog, peak: Math.max(...backlog), longestWait: longestWait(arrived, served), left: all - done };
}

interface QueueOptions {
  /** Hours of work on a day. */
  readonly hours: number;
  readonly seed: number;
  readonly flooded: boolean;
}

/** Hours until what had arrived by an hour was done, at most; whatever arrives on the last day may wait for the next. */
function longestWait(arrived: Float64Array, served: Float64Array): number {
  let [longest, done] = [0, 0];
  for (let hour = 0; hour < arrived.length - hoursOfDay; hour++) {
    while (done < served.length && served[done]! < arrived[hour]! - 1e-6) done++;
    if (done === served.length) return Number.POSITIVE_INFINITY;
    longest = Math.max(longest, done - hour);
  }
  return longest;
}

const many = 30; // from here on a rounded normal number is as good

function poisson(mean: number, rng: Rng): number {
  if (mean >= many) return Math.max(0, Math.round(mean + Math.sqrt(mean) * rng.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.uniform(); product > limit; product *= rng.uniform()) count++;
  return count;
}
