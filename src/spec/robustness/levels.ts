import { budgetOf } from '../cells.ts';
import type { Trust } from '../trust.ts';
import { type Finding, imagesTried, type Measure } from './findings.ts';
import { budgetFor, type Criterion, type Profile } from './profile.ts';

export const verdicts = ['passed', 'failed', 'not-tested'] as const;
export type Verdict = (typeof verdicts)[number];

/** Why a criterion counts as not tested. */
export const untestedReasons = [
  'missing',
  'untrusted',
  'other-norm',
  'smaller-budget',
  'larger-budget',
  'few-images',
  'weak-settings',
  'few-queries',
  'doubtful',
  'other-method',
  'other-defense',
] as const;
export type UntestedReason = (typeof untestedReasons)[number];

/** A criterion with what became of it. `by` is the finding that decided, undefined for clean accuracy and where none did. */
export interface Judged {
  readonly criterion: Criterion;
  readonly verdict: Verdict;
  readonly reason: UntestedReason | undefined;
  readonly measure: Measure | undefined;
  readonly by: Finding | undefined;
}

export interface JudgedLevel {
  readonly level: Profile['levels'][number];
  readonly verdict: Verdict;
  readonly criteria: readonly Judged[];
}

/** What a profile is held against. Nothing is tested where the main report is not trusted. */
export interface Facts {
  readonly trusted: boolean;
  readonly data: string;
  readonly defense: string;
  readonly clean: Measure;
  readonly findings: readonly Finding[];
}

/** A level is passed when each of its criteria is, failed when one is; else something was not tested. */
export function judgeLevels(profile: Profile, facts: Facts): JudgedLevel[] {
  return profile.levels.map((level) => {
    const criteria = level.criteria.map((criterion) => judge(criterion, profile, facts));
    const has = (verdict: Verdict) => criteria.some((one) => one.verdict === verdict);
    return { level, criteria, verdict: has('failed') ? 'failed' : has('not-tested') ? 'not-tested' : 'passed' };
  });
}

/** The highest level that is passed with every level below it; 0 for none. */
export function reachedLevel(levels: readonly JudgedLevel[]): number {
  const end = levels.findIndex(({ verdict }) => verdict !== 'passed');
  return (end < 0 ? levels : levels.slice(0, end)).at(-1)?.level.level ?? 0;
}

/**
 * One number that bears on a criterion. A `harder` test (a larger ε, an attack that contains the one asked for) can only
 * pass it, an `easier` one (a smaller ε) can only fail it.
 */
interface Trial {
  readonly relation: 'same' | 'harder' | 'easier';
  readonly measure: Measure;
  readonly by: Finding | undefined;
  readonly obstacle: UntestedReason | undefined;
}

function judge(criterion: Criterion, profile: Profile, facts: Facts): Judged {
  const nothing = { criterion, measure: undefined, by: undefined };
  if (!facts.trusted) return { ...nothing, verdict: 'not-tested', reason: 'untrusted' };
  const trials = trialsOf(criterion, profile, facts);
  const free = trials.filter(({ obstacle }) => obstacle === undefined);
  const usable = criterion.measure === 'certified' ? bestProofs(free) : free;
  const isMet = ({ measure }: Trial) => boundOf(criterion, measure) === 'met';
  const isMissed = ({ measure }: Trial) => boundOf(criterion, measure) === 'missed';
  const same = worst(
    criterion,
    usable.filter(({ relation }) => relation === 'same'),
  );
  const deciding =
    same ??
    usable.find((trial) => trial.relation === 'harder' && isMet(trial)) ??
    usable.find((trial) => trial.relation === 'easier' && isMissed(trial));
  if (!deciding) return { ...nothing, verdict: 'not-tested', reason: whyNot(trials) };
  const { measure, by } = deciding;
  return { criterion, verdict: isMet(deciding) ? 'passed' : 'failed', reason: undefined, measure, by };
}

/** The whole interval has to be on the right side; an interval across the bound decides nothing, which is not enough to pass. */
function boundOf(criterion: Criterion, { low, high }: Measure): 'met' | 'missed' | 'open' {
  if ('atLeast' in criterion) return low >= criterion.atLeast ? 'met' : high < criterion.atLeast ? 'missed' : 'open';
  return high <= criterion.atMost ? 'met' : low > criterion.atMost ? 'missed' : 'open';
}

/** At each ε the proof that reaches furthest: one method that proves less takes nothing from another. */
const bestProofs = (trials: readonly Trial[]): Trial[] =>
  trials.filter(
    ({ measure, by }) => !trials.some((other) => other.by?.epsilon === by?.epsilon && other.measure.low > measure.low),
  );

const worst = (criterion: Criterion, trials: readonly Trial[]): Trial | undefined =>
  [...trials].sort((a, b) => badness(criterion, b.measure) - badness(criterion, a.measure))[0];

const badness = (criterion: Criterion, { low, high }: Measure) => ('atLeast' in criterion ? -low : high);

function whyNot(trials: readonly Trial[]): UntestedReason {
  const hindered = trials.find(({ relation, obstacle }) => relation === 'same' && obstacle) ?? trials[0];
  if (!hindered) return 'missing';
  return hindered.obstacle ?? (hindered.relation === 'easier' ? 'smaller-budget' : 'larger-budget');
}

function trialsOf(criterion: Criterion, profile: Profile, { data, defense, clean, findings }: Facts): Trial[] {
  const tooFew = (n: number) => (n < profile.images ? ('few-images' as const) : undefined);
  if (criterion.measure === 'clean') {
    return clean.n === 0 ? [] : [{ relation: 'same', measure: clean, by: undefined, obstacle: tooFew(clean.n) }];
  }
  const needed = budgetFor(profile, data);
  return findings.flatMap((by): Trial[] => {
    const bearing = bearsOn(criterion, by, defense);
    if (!bearing) return [];
    const { measure, contains, obstacle } = bearing;
    const size = sizeOf(by, needed);
    if (contains && size === 'easier') return []; // harder in one way and easier in another: says nothing
    return [
      {
        relation: contains ? 'harder' : size,
        measure,
        by,
        obstacle:
          by.norm === profile.norm || by.epsilon === null ? (obstacle ?? tooFew(imagesTried(by))) : 'other-norm',
      },
    ];
  });
}

interface Bearing {
  readonly measure: Measure;
  /** The finding is of an attack that contains the one asked for. */
  readonly contains: boolean;
  readonly obstacle: UntestedReason | undefined;
}

function bearsOn(criterion: Criterion, by: Finding, defense: string): Bearing | undefined {
  if (criterion.measure === 'certified' && by.kind === 'certified') {
    const { holds: measure, row, trust } = by;
    return {
      measure,
      contains: false,
      obstacle: proofObstacle(criterion.methods.includes(row.method), trust, defense),
    };
  }
  if (criterion.measure === 'transfer' && by.kind === 'transfer')
    return { measure: by.success, contains: false, obstacle: undefined };
  if (criterion.measure === 'copy' && by.kind === 'copy') {
    const obstacle = by.queries < criterion.queries ? 'few-queries' : undefined;
    return { measure: by.success, contains: false, obstacle };
  }
  if (criterion.measure !== 'withstands' || by.kind !== 'attack' || by.row.attack === 'worst') return undefined;
  const { attack, robust, epsilon } = by.row;
  const contains = criterion.harder.includes(attack);
  if (attack !== criterion.attack && !contains) return undefined;
  if (epsilon === null && budgetOf(attack) !== 'own') return undefined; // of a nearest-image attack only its reading at ε
  const isWeak = Object.entries(criterion.settings).some(([key, least]) => !(Number(by.params[key]) >= least));
  const obstacle = by.trust === 'do-not-quote' ? 'doubtful' : isWeak && !contains ? 'weak-settings' : undefined;
  return { measure: robust, contains, obstacle };
}

/** A proof is of the model without a defense, whatever the card speaks of. */
function proofObstacle(counts: boolean, trust: Trust, defense: string): UntestedReason | undefined {
  if (!counts) return 'other-method';
  if (defense !== 'none') return 'other-defense';
  return trust === 'do-not-quote' ? 'doubtful' : undefined;
}

/** How the ε of a finding compares with the one that is asked for. */
function sizeOf({ epsilon }: Finding, needed: number): Trial['relation'] {
  if (epsilon === null || Math.abs(epsilon - needed) <= 1e-6) return 'same';
  return epsilon > needed ? 'harder' : 'easier';
}
