import { clearlyAbove, type Rate } from '../core/stats.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Report } from '../spec/report.ts';
import { cleanRatesOf, rowsOf, specOf } from './derived.ts';

/** What the numbers at one budget say, in the words of nobody; the page turns it into one sentence. Rates in [0, 1]. */
export type Finding =
  /** No decision changed under any attack. */
  | { readonly kind: 'nothing-fooled'; readonly accuracy: number }
  | { readonly kind: 'targeted'; readonly defense: string; readonly success: number; readonly against: number }
  | { readonly kind: 'targeted-only'; readonly defense: string; readonly success: number }
  /** One (un)defended model, nothing to compare with. */
  | { readonly kind: 'falls'; readonly defense: string; readonly clean: number; readonly worst: number }
  /** Robust only while the attack did not know the defense. `without` is the undefended model, if it was run. */
  | {
      readonly kind: 'illusion';
      readonly defense: string;
      readonly looked: number;
      readonly worst: number;
      readonly without: number | undefined;
    }
  /** Only attacks that do not know the defense were run. */
  | { readonly kind: 'untested'; readonly defense: string; readonly looked: number }
  | { readonly kind: 'helps'; readonly defense: string; readonly worst: number; readonly without: number }
  /** Even the best defense leaves less than no defense does. */
  | { readonly kind: 'hurts'; readonly defense: string; readonly worst: number; readonly without: number }
  | { readonly kind: 'no-difference'; readonly defense: string; readonly worst: number; readonly without: number };

/** Worst case of one defense at one budget, and how it looked to an attack that did not adapt. */
interface Standing {
  readonly defense: string;
  readonly clean: Rate;
  readonly worst: Rate;
  readonly success: Rate;
  readonly looked: Rate | undefined;
  readonly adapted: boolean;
}

/** The one thing to say about a budget; undefined until a defense has its numbers. */
export function findingAt(report: Report, epsilon: number): Finding | undefined {
  const standings = standingsAt(report, epsilon);
  const [first] = standings;
  if (!first) return undefined;
  if (specOf(report).goal.kind !== 'untargeted') return targeted(standings);
  if (standings.every(untouched))
    return { kind: 'nothing-fooled', accuracy: Math.min(...standings.map(({ worst }) => worst.value)) };
  const bare = standings.find(({ defense }) => defense === 'none');
  const illusion = largestIllusion(standings, bare);
  if (illusion) return illusion;
  const best = largest(
    standings.filter(({ defense }) => defense !== 'none'),
    ({ worst }) => worst.value,
  );
  if (best && !best.adapted) return { kind: 'untested', defense: best.defense, looked: best.worst.value };
  if (!bare || !best)
    return { kind: 'falls', defense: first.defense, clean: first.clean.value, worst: first.worst.value };
  const values = { defense: best.defense, worst: best.worst.value, without: bare.worst.value };
  return { kind: compared(best.worst, bare.worst), ...values };
}

/** While a run goes on, fewer images have met the attacks than have been seen clean: only their shares compare then. */
const untouched = ({ worst, clean, success }: Standing) =>
  success.count === 0 && (worst.n < clean.n || worst.count === clean.count);

function compared(defended: Rate, bare: Rate): 'helps' | 'hurts' | 'no-difference' {
  if (clearlyAbove(defended, bare)) return 'helps';
  return clearlyAbove(bare, defended) ? 'hurts' : 'no-difference';
}

function standingsAt(report: Report, epsilon: number): Standing[] {
  const rows = rowsOf(report).filter((row) => row.epsilon === epsilon);
  return specOf(report).defenses.flatMap((chain) => {
    const defense = chainName(chain);
    const own = rows.filter((row) => row.defense === defense);
    const worst = own.find(({ attack }) => attack === 'worst');
    const clean = cleanRatesOf(report)[defense];
    if (!worst || !clean || worst.robust.n === 0) return [];
    const blind = own.filter(({ attack, adaptive }) => attack !== 'worst' && !adaptive).map(({ robust }) => robust);
    const looked = largest(blind, (rate) => -rate.value);
    return [{ defense, clean, worst: worst.robust, success: worst.success, looked, adapted: worst.adaptive }];
  });
}

/** The defense that lost most once the attack knew it; the two intervals must not touch. */
function largestIllusion(standings: readonly Standing[], bare: Standing | undefined): Finding | undefined {
  const fallen = standings.filter(({ looked, worst, adapted }) => adapted && looked && looked.low > worst.high);
  const most = largest(fallen, ({ looked, worst }) => looked!.value - worst.value);
  if (!most) return undefined;
  const { defense, looked, worst } = most;
  return { kind: 'illusion', defense, looked: looked!.value, worst: worst.value, without: bare?.worst.value };
}

function targeted(standings: readonly Standing[]): Finding {
  const bare = standings.find(({ defense }) => defense === 'none');
  const other = largest(
    standings.filter((s) => s !== bare),
    ({ success }) => success.value,
  );
  if (bare && other)
    return { kind: 'targeted', defense: other.defense, success: other.success.value, against: bare.success.value };
  const only = bare ?? other!;
  return { kind: 'targeted-only', defense: only.defense, success: only.success.value };
}

function largest<Item>(items: readonly Item[], size: (item: Item) => number): Item | undefined {
  return items.reduce<Item | undefined>(
    (best, item) => (best === undefined || size(item) > size(best) ? item : best),
    undefined,
  );
}
