import type { Pace } from './events.ts';

const breatheEveryMs = 25; // keeps a cancel well below 200 ms
const reportEveryMs = 250;
const probeEveryMs = 5000;

/** Counts images, tells how fast they go, and when it is time to let the host breathe or to report. */
export interface Meter {
  count(images: number): void;
  mayBreathe(): boolean;
  mayReport(): boolean;
  mayProbe(): boolean;
  /** Time, in milliseconds, in which nothing was to be done. */
  discount(ms: number): void;
  /** Since the meter was made. */
  seconds(): number;
  /** How it goes, if `imagesLeft` are still to come. */
  pace(imagesLeft: number): Omit<Pace, 'loss'>;
}

/** `now` gives milliseconds from any start. */
export function makeMeter(now: () => number): Meter {
  let began = now();
  let images = 0;
  const seconds = () => (now() - began) / 1000;
  return {
    count: (more) => {
      images += more;
    },
    seconds,
    mayBreathe: everyMs(breatheEveryMs, now),
    mayReport: everyMs(reportEveryMs, now),
    mayProbe: everyMs(probeEveryMs, now),
    discount: (ms) => {
      began += ms;
    },
    pace(imagesLeft) {
      const imagesPerSecond = images / Math.max(seconds(), 1e-3);
      return { imagesPerSecond, secondsLeft: images > 0 ? imagesLeft / imagesPerSecond : Number.POSITIVE_INFINITY };
    },
  };
}

/** True when asked again at least `period` after it was true last. */
function everyMs(period: number, now: () => number): () => boolean {
  let last = now();
  return () => {
    const at = now();
    if (at - last < period) return false;
    last = at;
    return true;
  };
}
