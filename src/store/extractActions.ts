import type { Engine } from '../../workers/engine.ts';
import type { Failure } from '../core/errors.ts';
import type { ExtractReport } from '../spec/extractReport.ts';
import type { Theft } from '../spec/extractSpec.ts';
import type { SpecText } from '../spec/spec.ts';
import type { LabStore } from './labStore.ts';
import type { Pace } from './pace.ts';

/** A run of thefts; what it found before it ended early stays. */
export type ExtractState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly report: ExtractReport; readonly pace: Pace }
  | { readonly kind: 'done'; readonly report: ExtractReport }
  | { readonly kind: 'stopped'; readonly report: ExtractReport }
  | { readonly kind: 'failed'; readonly report: ExtractReport; readonly failure: Failure };

/** What the lab holds of extractions. Everything that works with it is loaded with the Extraction page. */
export interface ExtractFacts {
  readonly extract: ExtractState;
  /** The form of the next run; undefined is the experiment the page opens with. */
  readonly extractText: SpecText | undefined;
  /** Runs that ended, newest first; the first may be the one on show. */
  readonly extractRuns: readonly ExtractReport[];
  /** Name of the setting whose numbers are shown; of none in particular at first. */
  readonly extractSetting: string | undefined;
}

export interface ExtractActions {
  /** Changes keys of the form; undefined returns one to its default. */
  editExtract(changes: Readonly<Record<string, string | undefined>>): void;
  /** Puts a whole extraction into the form. */
  loadExtract(text: SpecText): void;
  /** Runs the form; nothing happens while it has problems. What else computes is stopped first. */
  steal(): Promise<void>;
  /** Ends the run and keeps what it found. */
  stopStealing(): void;
  chooseSetting(name: string): void;
  /** Puts an earlier run on the page and its experiment into the form. */
  showExtract(report: ExtractReport): void;
  forgetExtract(report: ExtractReport): Promise<void>;
  /** Brings back what an earlier visit left. */
  recallExtracts(): Promise<void>;
  /** Keeps the copy of a theft as a model of the reader's and shows what attacks on it do to the victim. @throws {LabError} */
  attackWithCopy(report: ExtractReport, theft: Theft, name: string): Promise<void>;
}

export const blankExtract: ExtractFacts = {
  extract: { kind: 'idle' },
  extractText: undefined,
  extractRuns: [],
  extractSetting: undefined,
};

interface Given {
  readonly engine: Engine;
  readonly now: () => number;
  readonly store: () => LabStore;
}

const work = () => import('./extracting.ts');

/** What may happen to extractions. */
export function extractActions({ engine, now, store }: Given): ExtractActions {
  let running: { stop(): void; abandon(): void } | undefined;
  return {
    editExtract: (changes) => {
      const text = Object.entries({ ...store().getState().extractText, ...changes });
      const kept = text.filter((pair): pair is [string, string] => pair[1] !== undefined);
      store().setState({ extractText: Object.fromEntries(kept) });
    },
    loadExtract: (extractText) => store().setState({ extractText }),
    steal: async () => {
      const { stealInto, textToSteal } = await work();
      const state = store().getState();
      const text = textToSteal(state);
      if (text === undefined) return;
      running?.abandon();
      state.stop();
      state.stopTransfer();
      running = stealInto({ store: store(), engine, now, text });
    },
    stopStealing: () => running?.stop(),
    chooseSetting: (extractSetting) => store().setState({ extractSetting }),
    showExtract: (report) => {
      running?.abandon();
      store().setState({ extract: { kind: 'done', report }, extractText: report.spec, extractSetting: undefined });
    },
    forgetExtract: async (report) => (await work()).forget(store(), report),
    recallExtracts: async () => (await work()).recallInto(store()),
    attackWithCopy: async (report, theft, name) =>
      (await work()).attackWithCopy({ store: store(), report, theft, name }),
  };
}
