import type { RunEvent } from '../spec/events.ts';
import type { Env, Host } from './env.ts';

const breatheEveryMs = 25; // keeps a cancel well below 200 ms, and the queue of a graphics processor short
const reportEveryMs = 150;

/** Counts the work of a shard, reports it now and then, and lets the host breathe so that it can cancel. */
export interface Pacer {
  /** `done` units of the current piece of work are finished. */
  tick(done: number): Promise<void>;
  /** The current piece is finished and was worth `units`. */
  complete(units: number): Promise<void>;
}

export function makePacer(shard: number, env: Env, { signal, emit }: Host<RunEvent>): Pacer {
  let before = 0;
  let breathedAt = env.now();
  let reportedAt = env.now();
  const pause = async (done: number, always: boolean) => {
    if (env.now() - breathedAt >= breatheEveryMs) {
      await env.breathe();
      breathedAt = env.now();
    }
    signal.throwIfAborted();
    if (always || env.now() - reportedAt >= reportEveryMs) {
      emit({ kind: 'progress', shard, done });
      reportedAt = env.now();
    }
  };
  return {
    tick: (done) => pause(before + done, false),
    complete: (units) => {
      before += units;
      return pause(before, true);
    },
  };
}
