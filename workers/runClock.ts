import type { RunEvent } from '../src/spec/events.ts';

/** Turns the events of many shards into those of one run: one start, one end, the time between them. */
export function makeClock(emit: (event: RunEvent) => void) {
  let began: number | undefined;
  return {
    pass(event: RunEvent) {
      if (event.kind === 'finished') return;
      if (event.kind === 'started') {
        if (began !== undefined) return;
        began = performance.now();
      }
      emit(event);
    },
    /** Nothing to time when no shard began. */
    finish(complete: boolean) {
      if (began !== undefined) emit({ kind: 'finished', seconds: (performance.now() - began) / 1000, complete });
    },
  };
}
