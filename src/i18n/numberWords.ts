import type { Rate } from '../core/stats.ts';
import type { TimeRange } from '../store/pace.ts';
import type { Say } from './messages.ts';

export interface NumberWords {
  /** 0.414 as `41.4%`. */
  percent(share: number): string;
  /** `[37.2, 45.8]` */
  interval(rate: Rate): string;
  /** `95% [37.2, 45.8], n = 512` */
  intervalAndN(rate: Rate, options?: { readonly soFar: boolean }): string;
  /** Value, interval and n. */
  rate(rate: Rate): string;
  duration(seconds: number): string;
  range(range: TimeRange): { readonly middle: string; readonly low: string; readonly high: string };
  /** `12,800` */
  count(value: number): string;
}

export const points = (share: number): string => (100 * share).toFixed(1);

export function numberWords(say: Say): NumberWords {
  const limits = ({ low, high, n }: Rate) => ({ low: points(low), high: points(high), n: count(n) });
  const duration = (seconds: number) => durationWords(say, seconds);
  return {
    count,
    duration,
    percent: (share) => say('rate.percent', { value: points(share) }),
    interval: (rate) => say('rate.interval', limits(rate)),
    intervalAndN: (rate, options) => say(options?.soFar ? 'rate.soFar' : 'rate.full', limits(rate)),
    rate: (rate) => say('rate.long', { value: points(rate.value), ...limits(rate) }),
    range: ({ middle, low, high }) => ({ middle: duration(middle), low: duration(low), high: duration(high) }),
  };
}

// Made once: a number that brings its own takes twenty times as long, and a page that follows a slider writes hundreds.
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

const count = (value: number) => whole.format(Math.round(value)); // a forward pass is a third of a step

/** Whole numbers with thousands set apart; small ones keep a digit. */
export const amount = (value: number): string => (value < 10 ? precise : whole).format(value);

/** Seconds below a minute, tens of seconds below an hour: more digits would promise too much. */
function durationWords(say: Say, seconds: number): string {
  if (seconds < 1) return say('time.under');
  if (seconds < 59.5) return say('time.seconds', { s: Math.round(seconds) });
  const tens = Math.round(seconds / 10) * 10;
  if (tens < 3600) return say('time.minutes', { m: Math.floor(tens / 60), s: tens % 60 });
  return say('time.hours', { h: Math.floor(tens / 3600), m: Math.round((tens % 3600) / 60) });
}
