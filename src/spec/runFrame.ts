import type { RunEvent, Setting } from './events.ts';
import type { SpecText } from './spec.ts';

/** What is known of a run whatever it is about. A report is the fold of a run's events and has this in it. */
export interface RunFrame {
  /** Canonical text of the experiment (defaults left out). */
  readonly spec: SpecText;
  readonly startedAt: string | undefined;
  readonly setting: Setting | undefined;
  /** Work done, by the first image of the shard. */
  readonly progress: Readonly<Record<number, number>>;
  readonly finished: { readonly seconds: number; readonly complete: boolean } | undefined;
}

export const emptyFrame = (spec: SpecText): RunFrame => ({
  spec,
  startedAt: undefined,
  setting: undefined,
  progress: {},
  finished: undefined,
});

/** All work done so far, over the shards. */
export const doneOf = ({ progress }: Pick<RunFrame, 'progress'>): number =>
  Object.values(progress).reduce((sum, part) => sum + part, 0);

/** What one kind of experiment finds out; the other events are those of every run. */
export type Finding = Exclude<RunEvent, { kind: 'started' | 'restarted' | 'setting' | 'progress' | 'finished' }>;

/**
 * A fold over the events of a run, from what one kind of experiment does with its own. `empty` gives the report of a run
 * that begins anew; an event of a run that comes twice counts once.
 */
export const foldRun =
  <Report extends RunFrame>(
    empty: (spec: SpecText) => Report,
    find: (report: Report, event: Finding) => Report,
  ): ((report: Report, event: RunEvent) => Report) =>
  (report, event) => {
    switch (event.kind) {
      case 'started':
        return { ...report, startedAt: report.startedAt ?? event.startedAt };
      case 'restarted':
        return empty(report.spec);
      case 'setting':
        return { ...report, setting: report.setting ?? event.setting };
      case 'progress':
        return { ...report, progress: { ...report.progress, [event.shard]: event.done } };
      case 'finished':
        return { ...report, finished: { seconds: event.seconds, complete: event.complete } };
      default:
        return find(report, event);
    }
  };
