import type { Engine } from '../../workers/engine.ts';
import { failureOf } from '../core/errors.ts';
import { applyCertify, emptyCertify } from '../spec/certifyReport.ts';
import { certificationOf, contendersOf, evaluationOf, type Measured, priceOf } from '../spec/compare.ts';
import type { RunEvent } from '../spec/events.ts';
import { applyEvent, emptyReport } from '../spec/report.ts';
import type { SpecText } from '../spec/spec.ts';
import type { CompareState, Comparison } from './compareActions.ts';
import type { LabStore } from './labStore.ts';

const tries = 3; // the shortest counts: other work on the machine only ever adds

/** Measures every contender in turn into `store.comparing`; calling `stop` keeps what was found. */
export function compareInto(store: LabStore, engine: Engine, base: SpecText, epsilon: number): { stop(): void } {
  const controller = new AbortController();
  const { signal } = controller;
  const contenders = contendersOf(base);
  let found: Comparison = { base, epsilon, measured: [], total: contenders.length };
  let shown: CompareState | undefined;
  const put = (comparing: CompareState) => {
    if (shown !== undefined && store.getState().comparing !== shown) return; // another comparison is on show
    shown = comparing;
    store.setState({ comparing });
  };
  const show = (measured: readonly Measured[]) => {
    found = { ...found, measured };
    if (!signal.aborted) put({ kind: 'running', ...found });
  };
  async function fold<Value>(text: SpecText, empty: Value, apply: (value: Value, event: RunEvent) => Value) {
    let value = empty;
    await engine.run(text, {
      signal,
      emit: (event) => {
        value = apply(value, event);
      },
    });
    return value;
  }
  const evaluate = (text: SpecText) => fold(text, emptyReport(text), applyEvent);
  async function measureAll() {
    for (const contender of contenders) {
      const others = found.measured;
      const report = await evaluate(evaluationOf(base, contender));
      show([...others, { contender, report }]);
      let seconds = Number.POSITIVE_INFINITY;
      for (let i = 0; i < tries; i++)
        seconds = Math.min(seconds, (await evaluate(priceOf(base, contender))).finished?.seconds ?? seconds);
      show([...others, { contender, report, seconds }]);
      const text = certificationOf(base, contender, epsilon);
      if (!text) continue;
      const certified = await fold(text, emptyCertify(text), applyCertify);
      show([...others, { contender, report, seconds, certified }]);
    }
  }
  show([]);
  measureAll().then(
    () => put({ kind: 'done', ...found }),
    (cause) => {
      const failure = failureOf(cause);
      if (failure.code !== 'cancelled') put({ kind: 'failed', failure, ...found });
      else put(found.measured.length > 0 ? { kind: 'done', ...found } : { kind: 'idle' });
    },
  );
  return { stop: () => controller.abort() };
}
