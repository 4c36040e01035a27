import type { Rate } from '../core/stats.ts';
import { type ExtractDoubt, extractDoubts } from '../spec/extractDoubts.ts';
import type { Watching } from '../spec/extractEvents.ts';
import { type Lesson, lessonOf } from '../spec/extractLesson.ts';
import type { ExtractReport, TheftRecord } from '../spec/extractReport.ts';
import { type ExtractSpec, formatExtract, parseExtract } from '../spec/extractSpec.ts';
import {
  type Curve,
  type CurveStep,
  curvesOf,
  type Outcome,
  outcomesOf,
  type Price,
  pricesOf,
  type Setting,
  type Share,
} from '../spec/extractSummary.ts';
import { sameText } from './draft.ts';
import type { ExtractFacts } from './extractActions.ts';
import { draftOf, readExtract } from './extractDraft.ts';
import { hasPoints } from './extracting.ts';
import type { LabFacts } from './labState.ts';

/** Everything the Extraction page shows of a report. */
export interface ExtractView {
  readonly report: ExtractReport;
  readonly spec: ExtractSpec;
  readonly curves: readonly Curve[];
  readonly outcomes: readonly Outcome[];
  readonly prices: readonly Price[];
  readonly lesson: Lesson | undefined;
  /** Why the numbers flatter a countermeasure. */
  readonly doubts: readonly ExtractDoubt[];
}

const known = new WeakMap<ExtractReport['thefts'], ExtractView>();

/** Worked out once for what was found: a report that only got on with its work gives the same view. */
export function extractViewOf(report: ExtractReport): ExtractView {
  const last = known.get(report.thefts);
  if (last && sameFacts(last.report, report)) return last;
  const outcomes = outcomesOf(report);
  const view = {
    report,
    spec: parseExtract(report.spec),
    curves: curvesOf(report),
    outcomes,
    prices: pricesOf(report),
    lesson: lessonOf(outcomes),
    doubts: extractDoubts(report),
  };
  known.set(report.thefts, view);
  return view;
}

const sameFacts = (a: ExtractReport, b: ExtractReport): boolean =>
  a.honest === b.honest && a.victimAccuracy === b.victimAccuracy && a.setting === b.setting && a.pool === b.pool;

/** The report on the page: the run's own once it has a point, until then the one before. */
export function shownExtract({ extract, extractRuns }: Pick<ExtractFacts, 'extract' | 'extractRuns'>) {
  const own = extract.kind === 'idle' ? undefined : extract.report;
  return own && hasPoints(own) ? own : extractRuns[0];
}

/** Name of a setting, the same for all its seeds. */
export const settingName = ({ countermeasures, thief, labels }: Setting): string =>
  [countermeasures, thief, labels].join('|');

/** The reader's setting, or the first. */
export const chosenOutcome = ({ outcomes }: ExtractView, name: string | undefined): Outcome | undefined =>
  outcomes.find((outcome) => settingName(outcome) === name) ?? outcomes[0];

/** The theft of the first seed that has ended: it alone kept log and copy. */
export const recordOf = (report: ExtractReport, setting: Setting): TheftRecord | undefined =>
  Object.values(report.thefts)
    .filter(({ theft }) => settingName(theft) === settingName(setting))
    .sort((a, b) => a.theft.seed - b.theft.seed)[0];

/** The newest point that was measured before a number of queries. */
export const stepBefore = ({ curves }: ExtractView, setting: Setting, queries: number): CurveStep | undefined =>
  curves
    .find((curve) => settingName(curve) === settingName(setting))
    ?.steps.filter((step) => step.queries <= queries)
    .at(-1);

/** What one detector saw of the thief and of an honest user. */
export interface Watched {
  readonly attacker: Watching;
  readonly honest: Watching | undefined;
}

/** Each detector of a theft once: of several accounts the first. */
export function watchedOf(report: ExtractReport, setting: Setting): readonly Watched[] {
  const record = recordOf(report, setting);
  const price = record && report.honest[setting.countermeasures]?.[record.theft.seed];
  const all = record?.end?.watching ?? [];
  return all
    .filter(({ detector }, i) => all.findIndex((other) => other.detector === detector) === i)
    .map((attacker) => ({
      attacker,
      honest: price?.watching.find(({ detector }) => detector === attacker.detector),
    }));
}

/** A share as the words for rates take it. */
export const rateOf = ({ value, low, high, n }: Share): Rate => ({ value, low, high, n, count: Math.round(value * n) });

/** Whether the form asks for something else than the report on the page. */
export function isExtractChanged(state: Pick<LabFacts, keyof ExtractFacts | 'own'>): boolean {
  const report = state.extract.kind === 'running' ? state.extract.report : shownExtract(state);
  const reading = readExtract(draftOf(state), state.own);
  return report !== undefined && !(reading.kind === 'valid' && sameText(reading.text, report.spec));
}

/** The form that repeats a report. */
export const draftThatGave = ({ spec }: ExtractReport) => formatExtract(parseExtract(spec));
