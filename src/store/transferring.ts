import type { Engine } from '../../workers/engine.ts';
import { type Failure, failureOf } from '../core/errors.ts';
import { budgetOf } from '../spec/cells.ts';
import type { RunEvent } from '../spec/events.ts';
import { ownPrefix } from '../spec/own.ts';
import type { Report } from '../spec/report.ts';
import type { SpecText } from '../spec/spec.ts';
import { applyTransfer, emptyTransfer, type TransferReport } from '../spec/transferReport.ts';
import { comparable, formatTransfer, parseTransfer } from '../spec/transferSpec.ts';
import { chosenEpsilon } from './choices.ts';
import { specOf } from './derived.ts';
import type { LabFacts } from './labState.ts';
import type { LabStore } from './labStore.ts';

export type TransferState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly report: TransferReport }
  /** Also after a stop: what was found stays. */
  | { readonly kind: 'done'; readonly report: TransferReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The transfer experiment that belongs to a report: its images, goal, seed and chosen budget, its last attack that works
 * within a budget, and every model that takes such images. Undefined where there are not two models.
 */
export function transferOf(report: Report, chosen: Pick<LabFacts, 'epsilon'>): SpecText | undefined {
  const spec = specOf(report);
  const models = comparable(spec.model);
  const attack = spec.attacks.filter(({ id }) => budgetOf(id) !== 'own').at(-1);
  const epsilon = chosenEpsilon(chosen, report);
  if (models.length < 2 || !attack || epsilon === undefined) return undefined;
  const { model: _, attack: __, defense: ___, eps: ____, adaptive: _____, second: ______, ...rest } = report.spec;
  const own = Object.entries(rest).filter(([key]) => !key.includes('.') || key.startsWith(`${attack.id}.`));
  const text = { ...Object.fromEntries(own), attack: attack.id, eps: String(epsilon), models: models.join(',') };
  return formatTransfer(parseTransfer(text));
}

/** The matrix on show is about a model of the reader's, as a stolen copy is; it was asked for on another page. */
export const isOfOwnModel = ({ transfer }: Pick<LabFacts, 'transfer'>): boolean =>
  'report' in transfer && (transfer.report.spec.models ?? '').includes(ownPrefix);

const pauseMs = 200; // between two updates of the page

/** Measures a transfer matrix into `store.transfer`; calling `stop` keeps what was found. */
export function transferInto(store: LabStore, engine: Engine, text: SpecText): { stop(): void } {
  const controller = new AbortController();
  let report = emptyTransfer(text);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    timer = undefined;
    store.setState({ transfer: { kind: 'running', report } });
  };
  const emit = (event: RunEvent) => {
    report = applyTransfer(report, event);
    timer ??= setTimeout(show, pauseMs);
  };
  const end = (state: TransferState) => {
    clearTimeout(timer);
    store.setState({ transfer: state });
  };
  show();
  engine.run(text, { signal: controller.signal, emit }).then(
    () => end({ kind: 'done', report }),
    (cause) => {
      const failure = failureOf(cause);
      const kept = Object.keys(report.blocks).length > 0;
      if (failure.code !== 'cancelled') end({ kind: 'failed', failure });
      else end(kept ? { kind: 'done', report } : { kind: 'idle' });
    },
  );
  return { stop: () => controller.abort() };
}
