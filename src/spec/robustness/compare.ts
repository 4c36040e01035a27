import { type Change, holm, mcnemar, type PairedCounts, pairedChange } from '../../core/paired.ts';
import { clearlyAbove, type Rate } from '../../core/stats.ts';
import { parseSpec } from '../spec.ts';
import { type Comparable, type Pair, pairsOf, rateOf } from './pairing.ts';
import type { Evaluation } from './sources.ts';

/** What keeps a comparison from being as good as it could be, in the order of how much it matters. */
export const caveatCodes = [
  'edited',
  'other-data',
  'other-labels',
  'other-images',
  'other-threat',
  'unfinished',
  'other-version',
  'other-backend',
] as const;
export type CaveatCode = (typeof caveatCodes)[number];

/** A setting or an asset that differs; `before` and `after` as text, empty where it is a default. */
export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export const trends = ['fell', 'rose', 'unclear'] as const;
export type Trend = (typeof trends)[number];

/** One share in both reports. */
export interface Compared extends Comparable {
  /** Images that are right, over all of each report. */
  readonly before: Rate;
  readonly after: Rate;
  /** Over the images of both; undefined where none can be paired. */
  readonly paired: PairedTest | undefined;
  readonly trend: Trend;
}

export interface PairedTest {
  readonly counts: PairedCounts;
  readonly change: Change;
  /** Exact McNemar; `adjusted` allows for the number of comparisons (Holm). */
  readonly p: number;
  readonly adjusted: number;
}

export interface Comparison {
  readonly before: string;
  readonly after: string;
  readonly caveats: readonly CaveatCode[];
  readonly differences: readonly Difference[];
  readonly rows: readonly Compared[];
}

/** A change counts when it would be so large by accident in fewer than one of twenty comparisons as a whole. */
export const significance = 0.05;

/**
 * What changed between two evaluations: of the same images by a paired test, of others by the intervals of both. An edited
 * report is compared all the same, and the caveat says so.
 */
export function compareReports(before: Evaluation, after: Evaluation): Comparison {
  const pairs = pairsOf(before, after);
  const labelsDiffer = pairs.some(({ was, is }) =>
    [...was].some(([image, { label }]) => (is.get(image)?.label ?? label) !== label),
  );
  const canPair = before.saved.dataset.sha256 === after.saved.dataset.sha256 && !labelsDiffer;
  const tests = pairs.map((pair) => (canPair ? pairedTest(pair) : undefined));
  const adjusted = holm(tests.map((test) => test?.p ?? 1));
  const rows = pairs.map((pair, i): Compared => {
    const [rateBefore, rateAfter] = [rateOf(pair.was), rateOf(pair.is)];
    const paired = tests[i] && { ...tests[i], adjusted: adjusted[i]! };
    return {
      ...pair.about,
      before: rateBefore,
      after: rateAfter,
      paired,
      trend: trendOf(paired, rateBefore, rateAfter),
    };
  });
  return {
    before: before.name,
    after: after.name,
    caveats: caveatsOf({ before, after, pairs, labelsDiffer }),
    differences: differencesOf(before, after),
    rows,
  };
}

/** Whether any share under attack, or of clean images, fell by more than chance. */
export const fallen = ({ rows }: Comparison): readonly Compared[] => rows.filter(({ trend }) => trend === 'fell');

function pairedTest({ was, is }: Pair): Omit<PairedTest, 'adjusted'> | undefined {
  const counts = { both: 0, before: 0, after: 0, neither: 0 };
  for (const [image, { right }] of was) {
    const now = is.get(image);
    if (!now) continue;
    if (right) counts[now.right ? 'both' : 'before']++;
    else counts[now.right ? 'after' : 'neither']++;
  }
  const n = counts.both + counts.before + counts.after + counts.neither;
  return n === 0 ? undefined : { counts, change: pairedChange(counts), p: mcnemar(counts) };
}

function trendOf(paired: PairedTest | undefined, before: Rate, after: Rate): Trend {
  if (!paired) return clearlyAbove(before, after) ? 'fell' : clearlyAbove(after, before) ? 'rose' : 'unclear';
  if (paired.adjusted >= significance) return 'unclear';
  return paired.change.value < 0 ? 'fell' : 'rose';
}

interface Pairing {
  readonly before: Evaluation;
  readonly after: Evaluation;
  readonly pairs: readonly Pair[];
  readonly labelsDiffer: boolean;
}

function caveatsOf({ before, after, pairs, labelsDiffer }: Pairing): CaveatCode[] {
  const [was, is] = [before.saved, after.saved];
  const otherData = was.dataset.sha256 !== is.dataset.sha256;
  const [old, now] = [parseSpec(before.report.spec), parseSpec(after.report.spec)];
  const found: Record<CaveatCode, boolean> = {
    edited: before.seal !== 'intact' || after.seal !== 'intact',
    'other-data': otherData,
    'other-labels': !otherData && labelsDiffer,
    'other-images':
      !otherData &&
      pairs.some((pair) => [...pair.was.keys()].some((image) => !pair.is.has(image)) || pair.is.size !== pair.was.size),
    'other-threat': old.norm !== now.norm || old.goal.kind !== now.goal.kind,
    unfinished: !was.complete || !is.complete,
    'other-version': was.version !== is.version,
    'other-backend': was.backend !== is.backend || was.adapter !== is.adapter,
  };
  return caveatCodes.filter((code) => found[code]);
}

function differencesOf({ saved: before }: Evaluation, { saved: after }: Evaluation): Difference[] {
  const facts = ({ model, dataset, version, backend, adapter }: Evaluation['saved']) => ({
    model: `${model.id}, sha256 ${model.sha256.slice(0, 12)}`,
    data: `${dataset.id}, sha256 ${dataset.sha256.slice(0, 12)}`,
    version,
    backend: `${backend} (${adapter})`,
  });
  const [was, is] = [
    { ...before.spec, ...facts(before) },
    { ...after.spec, ...facts(after) },
  ] as const;
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const value = (facts: object, key: string) => (facts as Readonly<Record<string, string>>)[key] ?? '';
  return keys
    .map((what) => ({ what, before: value(was, what), after: value(is, what) }))
    .filter((one) => one.before !== one.after);
}
