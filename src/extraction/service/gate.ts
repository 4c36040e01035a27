import { type CountermeasureChain, memberOf } from '../countermeasures.catalog.ts';

/** Why a question was not answered. Only one of `rate` may be asked again, at `retryAt` (seconds). */
export type Denial =
  | { readonly reason: 'rate'; readonly retryAt: number }
  | { readonly reason: 'budget' }
  | { readonly reason: 'closed' };

/** Decides who may ask. */
export interface Gate {
  /** Undefined lets the question in, and takes a token and one answer of the account's budget for it. */
  admit(client: number, seconds: number): Denial | undefined;
  close(client: number): void;
  readonly closed: ReadonlySet<number>;
}

interface Account {
  tokens: number;
  /** When the tokens were counted last. */
  at: number;
  admitted: number;
}

const rounding = 1e-9; // a bucket that fills in time must not miss its token by the last bit

/** A token bucket and a budget for each account, as far as the chain has them, and accounts closed by hand. */
export function openGate(chain: CountermeasureChain): Gate {
  const rate = memberOf(chain, 'rate-limit')?.params;
  const most = memberOf(chain, 'query-budget')?.params.perAccount ?? Number.POSITIVE_INFINITY;
  const accounts = new Map<number, Account>();
  const closed = new Set<number>();
  const accountOf = (client: number, seconds: number): Account => {
    const known = accounts.get(client) ?? { tokens: rate?.burst ?? 0, at: seconds, admitted: 0 };
    accounts.set(client, known);
    return known;
  };
  return {
    closed,
    close: (client) => void closed.add(client),
    admit(client, seconds) {
      if (closed.has(client)) return { reason: 'closed' };
      const account = accountOf(client, seconds);
      if (account.admitted >= most) return { reason: 'budget' };
      if (rate) {
        account.tokens = Math.min(rate.burst, account.tokens + (seconds - account.at) * rate.perSecond);
        account.at = seconds;
        if (account.tokens < 1 - rounding)
          return { reason: 'rate', retryAt: seconds + (1 - account.tokens) / rate.perSecond };
        account.tokens -= 1;
      }
      account.admitted++;
      return undefined;
    },
  };
}

/** Answers allowed to one account that sends `questions` at `pace` (per second) and never waits. */
export function allowedOf(chain: CountermeasureChain, questions: number, pace: number): number {
  const gate = openGate(chain);
  let allowed = 0;
  for (let i = 0; i < questions; i++) if (!gate.admit(0, i / pace)) allowed++;
  return allowed;
}
