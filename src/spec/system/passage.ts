import { unreachable } from '../../core/errors.ts';
import { type Rate, wilson } from '../../core/stats.ts';
import { type Census, type Pattern, patterns } from './census.ts';
import { type FactorName, factorNames, type Plan, uses } from './plan.ts';
import type { Assumptions } from './settings.ts';

/** Who stands before the system: an honest user whose input is read right, one whose input is misread, or an attacker. */
export type Visitor = 'honest' | 'misread' | 'attacker';

/** What is assumed of people and other factors. */
export interface Odds extends Assumptions {
  /** Share of reviews that end right. */
  readonly skill: number;
}

/** Chance that a factor says yes to a visitor about whom the measured factors say `pattern`. */
export function chanceOf(factor: FactorName, visitor: Visitor, pattern: Pattern, odds: Odds): number {
  const hostile = visitor === 'attacker';
  switch (factor) {
    case 'model':
    case 'second':
      return Number(pattern[factor]);
    case 'review':
      return pattern.review ? (visitor === 'honest' ? odds.skill : 1 - odds.skill) : 0;
    case 'camera':
      return visitor === 'honest' ? 1 - odds.cameraStops : odds.cameraPasses;
    case 'person':
      return visitor === 'honest' ? 1 - odds.personStops : odds.personPasses;
    case 'card':
      return hostile ? odds.cardPasses : 1 - odds.cardStops;
    case 'password':
      return hostile ? odds.passwordPasses : 1 - odds.passwordStops;
    default:
      return unreachable(factor);
  }
}

/**
 * Chance that the system accepts, given the chance of each factor: a sum over what the factors may say. Given the image
 * they count as independent of each other; what depends on the image is in the pattern.
 */
export function passage(plan: Plan, chance: (factor: FactorName) => number): number {
  const factors = factorNames.filter((factor) => uses(plan, factor));
  const said = new Map<FactorName, boolean>();
  const sum = (i: number, weight: number): number => {
    if (weight === 0) return 0;
    if (i === factors.length) return plan.every((part) => part.some((factor) => said.get(factor))) ? weight : 0;
    const p = chance(factors[i]!);
    return [true, false].reduce((total, yes) => {
      said.set(factors[i]!, yes);
      return total + sum(i + 1, weight * (yes ? p : 1 - p));
    }, 0);
  };
  return sum(0, 1);
}

/** Where inputs end. All shares are of all inputs of their kind. */
export interface Ends {
  /** Attacked inputs that are accepted with a wrong answer. */
  readonly falseAccept: Rate;
  /** Honest inputs that are turned away. */
  readonly falseReject: Rate;
  /** Honest inputs that are accepted with a wrong answer. */
  readonly misread: Rate;
}

/** Chance of every visitor to pass at each pattern, in the order of `patterns`. */
export type Chances = Readonly<Record<Visitor, readonly number[]>>;

export function chancesOf(plan: Plan, odds: Odds): Chances {
  const pass = (visitor: Visitor) =>
    patterns.map((pattern) => passage(plan, (factor) => chanceOf(factor, visitor, pattern, odds)));
  return { honest: pass('honest'), misread: pass('misread'), attacker: pass('attacker') };
}

/** End to end, from what was counted on clean and on attacked images. */
export function endsOf(chances: Chances, { clean, attacked }: Record<'clean' | 'attacked', Census>): Ends {
  const { honest, misread, attacker } = chances;
  const accepted = weighed(clean.right, honest) + weighed(clean.wrong, misread);
  return {
    falseAccept: scaled(weighed(attacked.wrong, attacker), attacked.n, Math.max(...attacker)),
    falseReject: scaled(clean.n - accepted, clean.n, 1),
    misread: scaled(weighed(clean.wrong, misread), clean.n, Math.max(...misread)),
  };
}

const weighed = (counts: readonly number[], chances: readonly number[]): number =>
  counts.reduce((sum, count, i) => sum + count * chances[i]!, 0);

/**
 * Mean of n values between 0 and `most` that add up to `sum`, with an interval: Wilson's for the share of a count that has
 * the same mean, which is never too narrow, since no such values vary more than 0 and `most` do. What is assumed counts as
 * known.
 */
function scaled(sum: number, n: number, most: number): Rate {
  if (most === 0) return { count: 0, n, value: 0, low: 0, high: 0 };
  const { value, low, high } = wilson(Math.min(n, sum / most), n);
  return { count: sum, n, value: value * most, low: low * most, high: high * most };
}
