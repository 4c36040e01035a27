import type { RobustnessCard } from './cardSchema.ts';
import { type Compared, type Comparison, fallen } from './compare.ts';

export type CardLevel = RobustnessCard['levels'][number];

/** Why a gate is shut: levels that were missed, not tested included, and shares that fell. */
export interface GateResult {
  readonly open: boolean;
  readonly required: number;
  readonly missed: readonly CardLevel[];
  readonly fell: readonly Compared[];
}

/** A level that was not tested is missed: a pipeline in which a test no longer runs must not stay green. */
export function judgeGate(card: RobustnessCard, required: number, comparison: Comparison | undefined): GateResult {
  const missed = card.levels.filter(({ level, verdict }) => level <= required && verdict !== 'passed');
  const fell = comparison ? fallen(comparison) : [];
  return { open: missed.length === 0 && fell.length === 0, required, missed, fell };
}
