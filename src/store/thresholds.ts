import { attackCards } from '../attacks/catalog.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Report } from '../spec/report.ts';
import type { Spec, SpecText } from '../spec/spec.ts';
import { seeksConfidence } from '../spec/thresholds/aim.ts';
import { acceptedWrong, bandsOf } from '../spec/thresholds/bands.ts';
import { type AttackGroup, type Board, boardOf, usableRule } from '../spec/thresholds/board.ts';
import type { Traffic } from '../spec/thresholds/costs.ts';
import type { Policy } from '../spec/thresholds/policy.ts';
import type { ScoreName } from '../spec/thresholds/scoreNames.ts';
import { chosenEpsilon } from './choices.ts';
import { specOf } from './derived.ts';
import type { LabFacts } from './labState.ts';

/** What the Thresholds page runs where there is no report: digits, a naive attack and one that aims at confidence. */
export const thresholdExperiment: SpecText = {
  attack: 'pgd,maxconfidence',
  defense: 'none',
  eps: '0.05,0.1,0.2,0.3',
  count: '200',
};

type Choice = Pick<LabFacts, 'policy' | 'thresholdDefense' | 'epsilon'>;

/** Everything the Thresholds page shows, for one report, policy, defense and budget. */
export interface ThresholdView {
  readonly report: Report;
  /** With the rule that is in use. */
  readonly policy: Policy;
  /** The rule that was asked for, where the report lacks what it needs. */
  readonly missing: ScoreName | undefined;
  readonly board: Board;
  /** Undefined where no attack has a budget. */
  readonly epsilon: number | undefined;
  /** Attacks at the budget, and those without one. */
  readonly attacks: readonly AttackGroup[];
  /** The one that gets most through; the worst case where there are several. */
  readonly strongest: AttackGroup | undefined;
  /** The strongest that does not aim at confidence, and the strongest that does. */
  readonly naive: AttackGroup | undefined;
  readonly knowing: AttackGroup | undefined;
  /** Whether any attack aims at confidence. */
  readonly aware: boolean;
}

export const defensesOf = (report: Report): string[] => specOf(report).defenses.map(chainName);

/** The board of the defense that the reader chose, else of the first. */
export function boardInUse({ policy, thresholdDefense }: Omit<Choice, 'epsilon'>, report: Report): Board {
  const names = defensesOf(report);
  const defense = names.find((name) => name === thresholdDefense) ?? names[0]!;
  return boardOf(report, { defense, rule: usableRule(report, defense, policy.rule), margin: policy.margin });
}

export function viewOf(choice: Choice, report: Report): ThresholdView {
  const board = boardInUse(choice, report);
  const epsilon = chosenEpsilon(choice, report);
  const attacks = board.attacks.filter(({ cell }) => cell.epsilon === epsilon || cell.epsilon === null);
  const policy = { ...choice.policy, rule: usableRule(report, board.defense, choice.policy.rule) };
  const through = (group: AttackGroup) => acceptedWrong(bandsOf(group, policy)).value;
  const most = (groups: readonly AttackGroup[]) =>
    groups.length === 0 ? undefined : groups.reduce((a, b) => (through(b) > through(a) ? b : a));
  const single = attacks.filter(({ cell }) => cell.attack !== 'worst');
  const spec = specOf(report);
  const knowing = most(single.filter((group) => aims(spec, group)));
  const worst = attacks.find(({ cell }) => cell.attack === 'worst');
  return {
    report,
    policy,
    missing: policy.rule === choice.policy.rule ? undefined : choice.policy.rule,
    board,
    epsilon,
    attacks,
    strongest: worst ?? most(single),
    naive: most(single.filter((group) => !aims(spec, group))),
    knowing,
    aware: knowing !== undefined,
  };
}

/** The traffic that costs are counted for: clean images, and the strongest attack at the chosen budget. */
export function trafficInUse(choice: Choice, report: Report): Traffic {
  const { board, strongest } = viewOf(choice, report);
  return { clean: board.clean, attacked: strongest };
}

const aims = ({ attacks }: Spec, { cell }: AttackGroup): boolean =>
  attacks.some((choice) => choice.id === cell.attack && seeksConfidence(choice));

/** The same experiment with a detector. */
export const withDetector = (report: Report): SpecText => ({ ...report.spec, detector: 'squeezing' });

/** Attacks that know the threshold: the surest wrong answer, one just sure enough, one with margin κ. */
export type AwareKind = 'maxconfidence' | 'band' | 'kappa';

export interface AwareRun {
  readonly kind: AwareKind;
  readonly text: SpecText;
  /** The margin κ between logits; 0 where the attack has none. */
  readonly kappa: number;
}

/** Experiments that measure a threshold against somebody who knows it, as far as the threat allows. */
export function awareRuns(report: Report, { accept, rule }: Policy): AwareRun[] {
  const { goal, norm, attacks } = specOf(report);
  const surest = withAwareAttack(report);
  const goals: readonly string[] = attackCards.maxconfidence.goals;
  const isProbability = rule === 'max'; // what the attack stops at
  const add = (id: string) => [...new Set([...attacks.map((choice) => choice.id as string), id])].join(',');
  const band = { ...report.spec, attack: add('maxconfidence'), 'maxconfidence.stopAt': String(accept) };
  const kappa = kappaFor(accept, report.setting?.model.classNames.length ?? 2);
  const far = { ...report.spec, attack: add('cw'), 'cw.confidence': String(kappa) };
  return [
    ...(surest ? [{ kind: 'maxconfidence', text: surest, kappa: 0 } as const] : []),
    ...(isProbability && goals.includes(goal.kind) && report.spec['maxconfidence.stopAt'] !== String(accept)
      ? [{ kind: 'band', text: band, kappa: 0 } as const]
      : []),
    ...(isProbability && norm === 'l2' && report.spec['cw.confidence'] !== String(kappa)
      ? [{ kind: 'kappa', text: far, kappa } as const]
      : []),
  ];
}

/**
 * The lead κ of a logit over every other that makes its probability at least τ, whatever the others are: with k classes
 * p ≥ 1 / (1 + (k − 1)·e^−κ). Rounded up to tenths.
 */
export function kappaFor(threshold: number, classes: number): number {
  const sure = Math.min(threshold, 0.9999);
  return Math.max(0, Math.ceil(10 * Math.log(((classes - 1) * sure) / (1 - sure))) / 10);
}

/** The same experiment with MaxConfidence added; undefined where it cannot do what the threat asks for. */
export function withAwareAttack(report: Report): SpecText | undefined {
  const { goal, attacks } = specOf(report);
  const goals: readonly string[] = attackCards.maxconfidence.goals;
  const ids = attacks.map(({ id }) => id);
  if (!goals.includes(goal.kind) || ids.includes('maxconfidence')) return undefined;
  return { ...report.spec, attack: [...ids, 'maxconfidence'].join(',') };
}
