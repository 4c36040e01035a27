import type { CheckCode } from '../checks/catalog.ts';
import type { CopyFinding, Finding, Measure } from './findings.ts';
import type { Handling } from './handling.ts';
import type { JudgedLevel } from './levels.ts';
import type { Risk, ThreatId } from './risks.ts';

/** Who can do something about what a card shows, after the roles of guidelines for machine learning in products. */
export const actors = ['developer', 'provider', 'user'] as const;
export type Actor = (typeof actors)[number];

/** One measure, why it is proposed, and the numbers that its sentence holds. */
export const dutyCodes = [
  'train-robust',
  'train-damage',
  'mend-measurement',
  'calibrate',
  'measure-missing',
  'limit-queries',
  'hide-scores',
  'watch-copying',
  'plan-review',
  'second-factor',
  'move-thresholds',
  'renew',
] as const;
export type DutyCode = (typeof dutyCodes)[number];

export interface Duty {
  readonly actor: Actor;
  readonly code: DutyCode;
  readonly values: Readonly<Record<string, number>>;
}

/** What measures follow from. */
export interface DutyFacts {
  readonly risks: readonly Risk[];
  readonly findings: readonly Finding[];
  readonly handling: Handling | undefined;
  readonly levels: readonly JudgedLevel[];
  /** Checks that say that numbers of the card must not be quoted. */
  readonly masked: readonly CheckCode[];
}

const worthCalibrating = 0.01; // of expected calibration error, which temperature scaling takes away
const worthWatching = 0.8; // agreement of a copy that is as good as the model for most uses
const cheaperBy = 0.05; // of the cost, below which moving thresholds is not worth a word

/** Measures in the order of those who have to act. The same facts give the same measures. */
export const dutiesOf = (facts: DutyFacts): Duty[] => [...developer(facts), ...provider(facts), ...user(facts)];

function developer({ risks, handling, levels, masked }: DutyFacts): Duty[] {
  const untested = levels.flatMap(({ criteria }) => criteria.filter(({ verdict }) => verdict === 'not-tested'));
  const gain = handling ? handling.calibration.before.ece - handling.calibration.after.ece : 0;
  const calibration = handling?.calibration;
  return [
    ...answer(risks, ['gradient', 'transfer'], (success) => duty('developer', 'train-robust', shareOf(success))),
    ...answer(risks, ['damage'], (success) => duty('developer', 'train-damage', shareOf(success))),
    ...(masked.length > 0 ? [duty('developer', 'mend-measurement', { checks: masked.length })] : []),
    ...(calibration && gain > worthCalibrating
      ? [
          duty('developer', 'calibrate', {
            before: calibration.before.ece,
            after: calibration.after.ece,
            temperature: calibration.temperature,
          }),
        ]
      : []),
    ...(untested.length > 0 ? [duty('developer', 'measure-missing', { criteria: untested.length })] : []),
  ];
}

function provider({ risks, findings, handling }: DutyFacts): Duty[] {
  const copy = findings
    .filter((found): found is CopyFinding => found.kind === 'copy')
    .reduce<CopyFinding | undefined>(
      (best, next) => (best && best.fidelity.value >= next.fidelity.value ? best : next),
      undefined,
    );
  return [
    ...answer(risks, ['scores', 'decision', 'copy'], (success) => duty('provider', 'limit-queries', shareOf(success))),
    ...answer(risks, ['scores'], (success) => duty('provider', 'hide-scores', shareOf(success))),
    ...(copy && copy.fidelity.value >= worthWatching
      ? [duty('provider', 'watch-copying', { share: copy.fidelity.value, queries: copy.queries })]
      : []),
    ...(handling && handling.load.value > 0
      ? [duty('provider', 'plan-review', { reviews: 1000 * handling.load.value, accept: handling.policy.accept })]
      : []),
  ];
}

function user({ risks, handling }: DutyFacts): Duty[] {
  const { costPerThousand, cheapest } = handling ?? {};
  const worthIt = costPerThousand && cheapest && cheapest.perThousand < (1 - cheaperBy) * costPerThousand.value;
  return [
    ...answer(risks, ['confident'], (success) => duty('user', 'second-factor', shareOf(success))),
    ...(worthIt
      ? [
          duty('user', 'move-thresholds', {
            accept: cheapest.accept,
            reject: cheapest.reject,
            cost: cheapest.perThousand,
            now: costPerThousand.value,
          }),
        ]
      : []),
    duty('user', 'renew', {}),
  ];
}

const duty = (actor: Actor, code: DutyCode, values: Duty['values']): Duty => ({ actor, code, values });

const shareOf = ({ value }: Measure) => ({ share: value });

/** At most one measure against some threats, with the share of the one that succeeds most; none where the risk is low or unknown. */
function answer(risks: readonly Risk[], threats: readonly ThreatId[], make: (success: Measure) => Duty): Duty[] {
  const real = risks.filter(
    ({ threat, rating }) => threats.includes(threat) && (rating === 'high' || rating === 'medium'),
  );
  const successes = real.flatMap(({ success }) => success ?? []);
  const [most] = successes.sort((a, b) => b.value - a.value);
  return most ? [make(most)] : [];
}
