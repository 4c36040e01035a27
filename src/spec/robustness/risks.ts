import type { AttackId } from '../../attacks/catalog.ts';
import { accessOf, isBlackBox, seesInside } from '../checks/kinds.ts';
import { type AttackFinding, type Finding, imagesTried, type Measure } from './findings.ts';
import type { Handling } from './handling.ts';
import type { Profile } from './profile.ts';

/** What may happen to a model, from bad luck to an attacker who knows everything. */
export const threatIds = ['damage', 'transfer', 'decision', 'scores', 'copy', 'gradient', 'confident'] as const;
export type ThreatId = (typeof threatIds)[number];

export const ratings = ['low', 'medium', 'high', 'unknown'] as const;
export type Rating = (typeof ratings)[number];

/** How likely a threat succeeds, as far as it was tried, and what showed it. */
export interface Risk {
  readonly threat: ThreatId;
  readonly rating: Rating;
  /** Success of the attacker: images that were right before and are wrong, or accepted and wrong, now. */
  readonly success: Measure | undefined;
  readonly by: Finding | undefined;
}

/** Facts that ratings follow from. `most` is the ε that the profile speaks of. */
export interface RiskFacts {
  readonly findings: readonly Finding[];
  readonly handling: Handling | undefined;
  readonly profile: Profile;
  readonly most: number;
}

export const risksOf = (facts: RiskFacts): Risk[] => threatIds.map((threat) => riskOf(threat, facts));

/** The most successful attempt within the ε of the profile decides; an attempt that must not be quoted counts only if it succeeds. */
function riskOf(threat: ThreatId, { findings, handling, profile, most }: RiskFacts): Risk {
  const attempts = threat === 'confident' ? confident(handling) : attemptsOf(threat, findings, most);
  const [success] = [...attempts].sort((a, b) => b.measure.value - a.measure.value);
  if (!success) return { threat, rating: 'unknown', success: undefined, by: undefined };
  return { threat, rating: rate(success, profile), success: success.measure, by: success.by };
}

interface Attempt {
  readonly measure: Measure;
  readonly by: Finding | undefined;
}

function rate({ measure, by }: Attempt, { risk, images }: Profile): Rating {
  const doubtful =
    (by?.kind === 'attack' && by.trust === 'do-not-quote') || (by ? imagesTried(by) : measure.n) < images;
  if (measure.value >= risk.high) return 'high';
  if (doubtful) return 'unknown';
  return measure.high <= risk.low ? 'low' : 'medium';
}

const confident = (handling: Handling | undefined): Attempt[] =>
  handling ? [{ measure: handling.attacked.wrong, by: undefined }] : [];

function attemptsOf(threat: ThreatId, findings: readonly Finding[], most: number): Attempt[] {
  return findings
    .filter((by) => threatOf(by) === threat && (by.epsilon ?? 0) <= most + 1e-6)
    .map((by) => ({ measure: successOf(by), by }))
    .filter(({ measure }) => measure.n > 0 && !Number.isNaN(measure.value));
}

const successOf = (by: Finding): Measure =>
  by.kind === 'attack' ? by.row.success : by.kind === 'certified' ? by.holds : by.success;

/** Which threat a finding is an attempt of; none for worst cases, which mix them, and for distances without a limit. */
function threatOf(by: Finding): ThreatId | undefined {
  if (by.kind === 'certified') return undefined; // a proof is no attempt
  if (by.kind !== 'attack') return by.kind;
  const { attack } = by.row;
  if (attack === 'worst') return undefined;
  return by.epsilon === null ? ownThreat(by) : ballThreat(attack);
}

function ballThreat(attack: AttackId): ThreatId {
  if (seesInside(attack)) return 'gradient';
  if (!isBlackBox(attack)) return 'damage'; // noise without aim
  return accessOf(attack) === 'scores' ? 'scores' : 'decision';
}

/** Attacks with limits of their own: corruptions, rotations, patches, single pixels. */
function ownThreat({ row: { attack } }: AttackFinding): ThreatId | undefined {
  return attack === 'corruptions' || attack === 'spatial' || attack === 'saltpepper' ? 'damage' : undefined;
}
