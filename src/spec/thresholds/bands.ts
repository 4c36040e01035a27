import { type Rate, wilson } from '../../core/stats.ts';
import type { Group } from './board.ts';
import type { Policy } from './policy.ts';
import { type Above, countAbove } from './ranked.ts';

export const bandNames = ['accept', 'review', 'reject'] as const;
export type BandName = (typeof bandNames)[number];
export type Thresholds = Pick<Policy, 'accept' | 'reject'>;

/** Where the images of a group end: every one in exactly one band. */
export interface Bands extends Readonly<Record<BandName, Above>> {
  readonly n: number;
}

/** Counts a group at two thresholds. Costs three binary searches. */
export function bandsOf({ all, eligible }: Group, { accept, reject }: Thresholds): Bands {
  const taken = countAbove(eligible, accept);
  const kept = countAbove(all, Math.min(reject, accept));
  return {
    n: all.n,
    accept: taken,
    review: { n: kept.n - taken.n, wrong: kept.wrong - taken.wrong },
    reject: { n: all.n - kept.n, wrong: all.wrong - kept.wrong },
  };
}

/** Share of the group in a band, with its interval. */
export const shareIn = ({ n, ...bands }: Bands, band: BandName): Rate => wilson(bands[band].n, n);

/** Share of the group that is accepted without a look and wrong. */
export const acceptedWrong = ({ n, accept }: Bands): Rate => wilson(accept.wrong, n);

/** Share of what is accepted without a look that is right. */
export const acceptedRight = ({ accept }: Bands): Rate => wilson(accept.n - accept.wrong, accept.n);

/** Two shares of different images, mixed. */
export interface Mixture {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A number times a share; the terms of a sum. */
export interface Term {
  readonly weight: number;
  readonly rate: Rate;
}

/**
 * Σ weight·rate with a 95 % interval from those of the shares (MOVER; Zou and Donner 2008, Statistics in Medicine
 * 27:1693–1702): exact at the ends, where a normal interval would collapse. Shares count as independent of each other.
 * Terms without images add nothing.
 */
export function mixed(terms: readonly Term[]): Mixture {
  const known = terms.filter(({ rate, weight }) => rate.n > 0 && weight > 0);
  const value = known.reduce((sum, { weight, rate }) => sum + weight * rate.value, 0);
  const below = known.map(({ weight, rate }) => weight * (rate.value - rate.low));
  const above = known.map(({ weight, rate }) => weight * (rate.high - rate.value));
  return { value, low: Math.max(0, value - Math.hypot(...below)), high: value + Math.hypot(...above) };
}

/** Share of the traffic that a person has to look at. */
export const reviewLoad = (clean: Bands, attacked: Bands | undefined, share: number): Mixture =>
  mixed([
    { weight: 1 - share, rate: shareIn(clean, 'review') },
    ...(attacked ? [{ weight: share, rate: shareIn(attacked, 'review') }] : []),
  ]);
