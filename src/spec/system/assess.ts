import type { Report } from '../report.ts';
import { type AttackGroup, type Scored, scoredOf } from '../thresholds/board.ts';
import type { Policy } from '../thresholds/policy.ts';
import { type Census, patterns, takeCensus, type Watcher } from './census.ts';
import { type Dependence, dependenceOf, presumedAccept } from './dependence.ts';
import { type Chances, chancesOf, type Ends, endsOf, type Odds } from './passage.ts';
import { uses } from './plan.ts';
import type { System } from './settings.ts';

/** What a system does to clean and attacked inputs, with the model's part measured. */
export interface SystemView {
  readonly system: System;
  readonly odds: Odds;
  /** Models that were shown the images of the run, and the one in use. */
  readonly seconds: readonly string[];
  readonly second: string | undefined;
  /** The plan asks for a second model, and none was measured. */
  readonly lacksSecond: boolean;
  readonly clean: Census;
  /** Undefined where nothing was attacked. */
  readonly attack: SystemAttack | undefined;
}

/** The attack that gets most through the system. */
export interface SystemAttack {
  readonly group: AttackGroup;
  readonly census: Census;
  readonly ends: Ends;
  /** Undefined where there is no second model. */
  readonly dependence: Dependence | undefined;
  /** What would get through if both models failed independently, and if the second did not know of the attack. */
  readonly presumed: { readonly independent: number; readonly untouched: number } | undefined;
}

export interface SystemInput {
  readonly report: Report;
  readonly defense: string;
  /** Its rule must be one of those that the report has what they need for. */
  readonly policy: Policy;
  readonly system: System;
  /** Attacks to choose the strongest from; a worst case over several is no attack, and is passed over. */
  readonly groups: readonly AttackGroup[];
  /** Models that the run asked for, and the one that the reader picked; else the first. */
  readonly seconds: readonly string[];
  readonly chosen?: string | undefined;
}

export function assessSystem({ report, defense, policy, system, groups, chosen, ...asked }: SystemInput): SystemView {
  const seconds = asked.seconds.filter((name) => isMeasured(report, name));
  const second = seconds.find((name) => name === chosen) ?? seconds[0];
  const odds = { ...system.assumed, skill: policy.skill };
  const watcher = second === undefined ? undefined : { model: second, accept: system.assumed.secondAccept };
  const { clean, attacks } = scoredOf(report, defense, policy.rule);
  const census = takeCensus(clean, policy, watcher);
  const chances = chancesOf(system.plan, odds);
  const found = groups.flatMap((group) => {
    const scored = attacks.find(({ cell }) => cell === group.cell)?.scored;
    return scored ? [attackOn({ policy, chances, clean, census, watcher, group, scored })] : [];
  });
  return {
    system,
    odds,
    seconds,
    second,
    lacksSecond: uses(system.plan, 'second') && second === undefined,
    clean: census,
    attack: found.reduce<SystemAttack | undefined>(
      (best, next) => (best && best.ends.falseAccept.value >= next.ends.falseAccept.value ? best : next),
      undefined,
    ),
  };
}

interface Attempt {
  readonly policy: Policy;
  readonly chances: Chances;
  readonly clean: Scored;
  readonly census: Census;
  readonly watcher: Watcher | undefined;
  readonly group: AttackGroup;
  readonly scored: Scored;
}

function attackOn({ policy, chances, clean, census, watcher, group, scored }: Attempt) {
  const attacked = takeCensus(scored, policy, watcher);
  const dependence = watcher && dependenceOf(scored, clean, policy, watcher);
  const presume = (share: number) => presumedAccept(chances, attacked, share);
  return {
    group,
    census: attacked,
    ends: endsOf(chances, { clean: census, attacked }),
    dependence,
    presumed: dependence && {
      independent: presume(dependence.second.value),
      untouched: presume(dependence.untouched.value),
    },
  };
}

/** Share of the images of a census that show a pattern and are wrong, or right. */
export const shareOf = (
  { n, ...counts }: Census,
  kind: 'right' | 'wrong',
  part: 'model' | 'review' | 'second',
): number => counts[kind].reduce((sum, count, i) => sum + (patterns[i]![part] ? count : 0), 0) / n;

const isMeasured = (report: Report, name: string): boolean =>
  Object.values(report.clean).some((blocks) => blocks.some(({ opinions }) => opinions?.[name]));
