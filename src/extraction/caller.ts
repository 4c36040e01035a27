import type { Pool } from './pool.ts';
import type { Service } from './service/service.ts';

/** True probabilities of some images, row by row. */
export type Oracle = (pixels: Float32Array, n: number) => Promise<Float32Array>;

/** Sends questions from the thief's accounts in turn, with padding in between, and keeps the thief's own count. */
export interface Caller {
  /**
   * Asks about each image in turn while answers are left below `limit`; undefined for those that got none. After a denial
   * that passes, it waits and asks again.
   */
  ask(pixels: Float32Array, limit: number): Promise<(Float32Array | undefined)[]>;
  /** Answers received, padding included: what the thief says it has used of its budget. */
  readonly answered: number;
  /** Every account is closed or has used up what it was allowed. */
  readonly locked: boolean;
  /** Simulated seconds since the first question. */
  readonly seconds: number;
}

export interface CallerOptions {
  readonly service: Service;
  readonly oracle: Oracle;
  readonly pool: Pool;
  readonly accounts: number;
  /** Natural images per own question. */
  readonly padding: number;
  /** Questions per second. */
  readonly pace: number;
  readonly latencyMs: number;
  readonly size: number;
  /** Awaited before each question; throws to stop. */
  readonly pause: () => Promise<void>;
}

export function openCaller(options: CallerOptions): Caller {
  const { service, oracle, pool, padding, pace, latencyMs, size, pause } = options;
  const accounts = Array.from({ length: options.accounts }, (_, i) => i);
  for (const account of accounts) service.register(account);
  let next = 0; // of the accounts that are left
  let seconds = 0;
  let answered = 0;
  let owed = 0; // padding that is due

  /** One question, from account to account and from wait to wait, until it is answered or nobody is left to ask. */
  function insist(pixels: Float32Array, truth: Float32Array): Float32Array | undefined {
    let waiting: number[] = []; // until when, for the accounts that were told to wait
    while (accounts.length > 0) {
      next %= accounts.length;
      const reply = service.ask({ client: accounts[next]!, seconds, pixels, truth });
      seconds = exact(seconds + Math.max(1 / pace, latencyMs / 1000));
      if (reply.kind === 'answer') {
        next++;
        answered++;
        return reply.probabilities;
      }
      if (reply.denial.reason === 'rate') {
        waiting.push(reply.denial.retryAt);
        next++;
      } else accounts.splice(next, 1);
      if (waiting.length < accounts.length || waiting.length === 0) continue;
      seconds = Math.max(seconds, Math.min(...waiting)); // nobody is left who need not wait
      next += waiting.indexOf(Math.min(...waiting));
      waiting = [];
    }
    return undefined;
  }

  async function pad(limit: number): Promise<void> {
    const n = Math.min(Math.floor(owed), limit - answered);
    owed -= Math.floor(owed);
    if (n <= 0) return;
    const images = await pool.take(n);
    const truth = await oracle(images, images.length / size);
    for (let i = 0; i < images.length / size; i++) insist(rowOf(images, i, size), rowOf(truth, i, truth.length / n));
  }

  return {
    async ask(pixels, limit) {
      const n = pixels.length / size;
      const truth = await oracle(pixels, n);
      const replies: (Float32Array | undefined)[] = [];
      for (let i = 0; i < n; i++) {
        await pause();
        owed += padding;
        await pad(limit);
        const open = answered < limit;
        replies.push(open ? insist(rowOf(pixels, i, size), rowOf(truth, i, truth.length / n)) : undefined);
      }
      return replies;
    },
    get answered() {
      return answered;
    },
    get locked() {
      return accounts.length === 0;
    },
    get seconds() {
      return seconds;
    },
  };
}

/** Without the rounding errors of many small sums. */
const exact = (seconds: number) => Math.round(seconds * 1e9) / 1e9;

/** Row `i` of values that lie row by row; a view. */
export const rowOf = (values: Float32Array, i: number, width: number): Float32Array =>
  values.subarray(i * width, (i + 1) * width);
