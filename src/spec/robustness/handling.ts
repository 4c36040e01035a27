import type { Rate } from '../../core/stats.ts';
import { parseSpec } from '../spec.ts';
import { seeksConfidence } from '../thresholds/aim.ts';
import {
  acceptedRight,
  acceptedWrong,
  type Bands,
  bandsOf,
  type Mixture,
  reviewLoad,
  shareIn,
} from '../thresholds/bands.ts';
import { type AttackGroup, type Board, boardOf, usableRule } from '../thresholds/board.ts';
import { cheapestPair, costsOf } from '../thresholds/costs.ts';
import type { Policy } from '../thresholds/policy.ts';
import type { Evaluation } from './sources.ts';

/** What the chosen thresholds do to clean and attacked answers, and what that costs. */
export interface Handling {
  readonly policy: Policy;
  /** Of the attack below; null where it has none. */
  readonly epsilon: number | null;
  /** The attack that gets most through, `worst` for the worst case over all. */
  readonly attack: string;
  /** Whether any attack of the run aims at confidence. */
  readonly aware: boolean;
  readonly clean: BandShares;
  readonly attacked: BandShares;
  readonly acceptedRight: Rate;
  readonly load: Mixture;
  readonly costPerThousand: Mixture;
  readonly cheapest: { readonly accept: number; readonly reject: number; readonly perThousand: number };
  readonly calibration: Pick<Board['calibration'], 'temperature' | 'before' | 'after'>;
}

export interface BandShares {
  readonly accept: Rate;
  readonly review: Rate;
  readonly reject: Rate;
  /** Accepted without a look, and wrong. */
  readonly wrong: Rate;
}

/** At the largest ε of the run up to `most`, else its smallest. Undefined where nothing was attacked. */
export function handlingOf(
  { report }: Evaluation,
  { policy, defense, most }: { readonly policy: Policy; readonly defense: string; readonly most: number },
): Handling | undefined {
  const board = boardOf(report, { defense, rule: usableRule(report, defense, policy.rule), margin: policy.margin });
  const attacks = atBudget(board.attacks, most);
  const through = (group: AttackGroup) => acceptedWrong(bandsOf(group, policy)).value;
  const strongest = [...attacks].sort((a, b) => through(b) - through(a))[0];
  if (!strongest) return undefined;
  const [clean, attacked] = [bandsOf(board.clean, policy), bandsOf(strongest, policy)];
  const traffic = { clean: board.clean, attacked: strongest };
  const { temperature, before, after } = board.calibration;
  return {
    policy,
    epsilon: strongest.cell.epsilon,
    attack: strongest.cell.attack,
    aware: parseSpec(report.spec).attacks.some(seeksConfidence),
    clean: sharesOf(clean),
    attacked: sharesOf(attacked),
    acceptedRight: acceptedRight(clean),
    load: reviewLoad(clean, attacked, policy.attacked),
    costPerThousand: costsOf(traffic, policy, 1000).total,
    cheapest: cheapestPair(traffic, policy),
    calibration: { temperature, before, after },
  };
}

/** Adaptive attacks at one ε; where no attack has one, all of them. */
function atBudget(groups: readonly AttackGroup[], most: number): readonly AttackGroup[] {
  const adaptive = groups.filter(({ cell }) => cell.adaptive);
  const budgets = [...new Set(adaptive.flatMap(({ cell }) => cell.epsilon ?? []))].sort((a, b) => a - b);
  const epsilon = budgets.filter((value) => value <= most + 1e-6).at(-1) ?? budgets[0];
  return epsilon === undefined ? adaptive : adaptive.filter(({ cell }) => cell.epsilon === epsilon);
}

const sharesOf = (bands: Bands): BandShares => ({
  accept: shareIn(bands, 'accept'),
  review: shareIn(bands, 'review'),
  reject: shareIn(bands, 'reject'),
  wrong: acceptedWrong(bands),
});
