import { wilson } from '../core/stats.ts';
import { planCells } from '../spec/cells.ts';
import type { Report } from '../spec/report.ts';
import { parseSpec } from '../spec/spec.ts';
import { cleanRate, imagesDone, resultRows } from '../spec/summary.ts';
import { readDraft, sameText } from './draft.ts';
import type { LabFacts, RunState } from './labState.ts';

export const hasNumbers = (report: Report): boolean => Object.keys(report.cells).length > 0;

/** The report on the page: the run's own once it has a number, until then the one before. */
export function shownReport(run: RunState): Report | undefined {
  if (run.kind === 'idle') return undefined;
  if (run.kind === 'done') return run.report;
  return hasNumbers(run.report) ? run.report : run.previous;
}

/** The numbers on the page belong to an earlier set-up. */
export const isStale = (run: RunState): boolean =>
  run.kind !== 'idle' && run.kind !== 'done' && run.previous !== undefined && !hasNumbers(run.report);

/** A report never changes, so what follows from it is worked out once. */
export const perReport = <Value>(derive: (report: Report) => Value) => {
  const known = new WeakMap<Report, Value>();
  return (report: Report): Value => {
    const found = known.get(report) ?? derive(report);
    known.set(report, found);
    return found;
  };
};

export const specOf = perReport((report) => parseSpec(report.spec));
export const rowsOf = perReport(resultRows);

/** Clean accuracy by name of the defense. */
export const cleanRatesOf = perReport((report) =>
  Object.fromEntries(Object.keys(report.clean).map((defense) => [defense, cleanRate(report, defense)])),
);

/** Images of the run, and how many of them every attack has been tried on. */
export const imageCount = perReport((report) => {
  const spec = specOf(report);
  return { done: Math.min(...planCells(spec).map((cell) => imagesDone(report, cell))), total: spec.count };
});

/** Share of right answers of somebody who guesses. */
export const chanceOf = (report: Report): number | undefined => {
  const classes = report.setting?.model.classNames.length;
  return classes === undefined ? undefined : 1 / classes;
};

/** Half the width of the 95 % interval at 50 %, the widest there is, in points. */
export const widestHalfInterval = (n: number): number => 100 * (0.5 - wilson(Math.round(n / 2), n).low);

/** Whether the form asks for something else than the report on the page. */
export function isChanged({ draft, run }: Pick<LabFacts, 'draft' | 'run'>): boolean {
  const report = run.kind === 'idle' ? undefined : run.kind === 'running' ? run.report : shownReport(run);
  const reading = readDraft(draft);
  return report !== undefined && !(reading.kind === 'valid' && sameText(reading.text, report.spec));
}
