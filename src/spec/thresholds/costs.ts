import { type Rate, wilson } from '../../core/stats.ts';
import { type Bands, bandsOf, type Mixture, mixed, type Thresholds } from './bands.ts';
import type { Group } from './board.ts';
import type { Policy } from './policy.ts';

/** What money is lost on. `mistakes` are those of the reviewers. */
export const costNames = ['wrongAcceptClean', 'wrongAcceptAttacked', 'wrongReject', 'reviews', 'mistakes'] as const;
export type CostName = (typeof costNames)[number];

export interface CostLine {
  readonly name: CostName;
  /** Times it happens in `inputs` inputs. */
  readonly times: Mixture;
  readonly cost: number;
}

/** Expected cost of a number of inputs. */
export interface Costs {
  readonly lines: readonly CostLine[];
  readonly total: Mixture;
}

/** Clean traffic, and the attack that the attacked share of it uses. */
export interface Traffic {
  readonly clean: Group;
  readonly attacked: Group | undefined;
}

/** Something that happens to a share of the traffic, what it costs each time, and under which name. */
interface Event {
  readonly name: CostName;
  /** Share of all inputs it concerns. */
  readonly weight: number;
  readonly rate: Rate;
  readonly price: number;
}

/**
 * Expected cost of `inputs` inputs. An attack that is turned away costs nothing; a reviewer who is wrong lets a wrong answer
 * through or turns a right one away. The interval is that of the measured shares; prices count as known.
 */
export function costsOf({ clean, attacked }: Traffic, policy: Policy, inputs: number): Costs {
  const events = eventsOf(bandsOf(clean, policy), attacked && bandsOf(attacked, policy), policy);
  const scale = (part: Event) => ({ weight: inputs * part.weight, rate: part.rate });
  const lines = costNames.map((name): CostLine => {
    const own = events.filter((event) => event.name === name);
    const cost = mixed(own.map((event) => ({ weight: inputs * event.weight * event.price, rate: event.rate }))).value;
    return { name, times: mixed(own.map(scale)), cost };
  });
  const parts = events.map(({ weight, price, rate }) => ({ weight: inputs * weight * price, rate }));
  return { lines, total: mixed(parts) };
}

/** What a review costs. */
export const reviewPrice = ({ minute, seconds }: Policy): number => (minute * seconds) / 60;

function eventsOf(clean: Bands, attacked: Bands | undefined, policy: Policy): Event[] {
  const { attacked: share, wrongAccept, wrongReject, skill } = policy;
  const honest = 1 - share;
  const price = reviewPrice(policy);
  const slip = 1 - skill;
  const of = (count: number, bands: Bands) => wilson(count, bands.n);
  const events: Event[] = [
    { name: 'wrongAcceptClean', weight: honest, rate: of(clean.accept.wrong, clean), price: wrongAccept },
    { name: 'wrongReject', weight: honest, rate: of(clean.reject.n - clean.reject.wrong, clean), price: wrongReject },
    { name: 'reviews', weight: honest, rate: of(clean.review.n, clean), price },
    { name: 'mistakes', weight: honest * slip, rate: of(clean.review.wrong, clean), price: wrongAccept },
    {
      name: 'mistakes',
      weight: honest * slip,
      rate: of(clean.review.n - clean.review.wrong, clean),
      price: wrongReject,
    },
  ];
  if (!attacked) return events;
  return [
    ...events,
    { name: 'wrongAcceptAttacked', weight: share, rate: of(attacked.accept.wrong, attacked), price: wrongAccept },
    { name: 'reviews', weight: share, rate: of(attacked.review.n, attacked), price },
    { name: 'mistakes', weight: share * slip, rate: of(attacked.review.wrong, attacked), price: wrongAccept },
  ];
}

/** Thresholds 0, 0.01, …, 1. */
export const grid: readonly number[] = Array.from({ length: 101 }, (_, i) => i / 100);

/** The pair of thresholds on the grid with the smallest expected cost; of equals the one that accepts and keeps most. */
export function cheapestPair(traffic: Traffic, policy: Policy): Thresholds & { readonly perThousand: number } {
  const perInput = costByPair(traffic, policy);
  let best = { accept: 0, reject: 0, perThousand: Number.POSITIVE_INFINITY };
  for (const [a, accept] of grid.entries()) {
    for (let r = 0; r <= a; r++) {
      const perThousand = 1000 * perInput(a, r);
      if (perThousand < best.perThousand - 1e-9) best = { accept, reject: grid[r]!, perThousand };
    }
  }
  return best;
}

/** Expected cost of one input as a function of two places on the grid: a sum of one part for each threshold. */
function costByPair({ clean, attacked }: Traffic, policy: Policy): (accept: number, reject: number) => number {
  const at = (thresholds: Thresholds) =>
    eventsOf(bandsOf(clean, thresholds), attacked && bandsOf(attacked, thresholds), policy).reduce(
      (sum, { weight, rate, price }) => (rate.n > 0 ? sum + weight * rate.value * price : sum),
      0,
    );
  // An input at or above `accept` costs what it does whatever `reject` is, one below `reject` whatever `accept` is.
  const accepts = grid.map((accept) => at({ accept, reject: 0 }));
  const rejects = grid.map((reject) => at({ accept: noScore, reject }) - at({ accept: noScore, reject: 0 }));
  return (a, r) => accepts[a]! + rejects[r]!;
}

const noScore = 2; // above every score: nothing is accepted
