import type { AttackId } from '../../attacks/catalog.ts';
import { chainName } from '../../defenses/catalog.ts';
import { accessOf, isBlackBox, seesInside, singleAttacks } from '../checks/kinds.ts';
import { parseSpec } from '../spec.ts';
import { seeksConfidence } from '../thresholds/aim.ts';
import type { Finding } from './findings.ts';
import type { Evaluation, Source } from './sources.ts';

/** What a card says nothing about. */
export const gapCodes = [
  'unfinished',
  'norms',
  'goals',
  'gradient',
  'scores',
  'decision',
  'adaptive',
  'corruptions',
  'spatial',
  'patch',
  'aware',
  'transfer',
  'copying',
  'certified',
  'stronger',
  'around',
] as const;
export type GapCode = (typeof gapCodes)[number];

/** The gaps of the used reports, in the order of the list; the last two are always there. */
export function gapsOf(
  sources: readonly (Source | undefined)[],
  findings: readonly Finding[],
  defense: string,
): GapCode[] {
  const runs = sources.filter((source): source is Evaluation => source?.kind === 'evaluate');
  const specs = runs
    .map(({ report }) => parseSpec(report.spec))
    .filter(({ defenses }) => defenses.some((chain) => chainName(chain) === defense));
  const ids = new Set<AttackId>(specs.flatMap((spec) => [...spec.attacks, ...singleAttacks(spec)]).map(({ id }) => id));
  const tried = (wanted: (id: AttackId) => boolean) => [...ids].some(wanted);
  const missing: Record<GapCode, boolean> = {
    unfinished: runs.some(({ report }) => report.finished?.complete !== true),
    norms: new Set(specs.map(({ norm }) => norm)).size < 3,
    goals: specs.every(({ goal }) => goal.kind === 'untargeted'),
    gradient: !tried(seesInside),
    scores: !tried((id) => isBlackBox(id) && accessOf(id) === 'scores'),
    decision: !tried((id) => isBlackBox(id) && accessOf(id) === 'decision'),
    adaptive: !findings.some(({ kind }) => kind === 'attack'),
    corruptions: !ids.has('corruptions'),
    spatial: !ids.has('spatial'),
    patch: !ids.has('patch'),
    aware: !specs.some(({ attacks }) => attacks.some(seeksConfidence)),
    transfer: !findings.some(({ kind }) => kind === 'transfer'),
    copying: !findings.some(({ kind }) => kind === 'copy'),
    certified: !findings.some(({ kind }) => kind === 'certified'),
    stronger: true,
    around: true,
  };
  return gapCodes.filter((code) => missing[code]);
}
