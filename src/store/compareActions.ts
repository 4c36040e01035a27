import type { Engine } from '../../workers/engine.ts';
import type { Failure } from '../core/errors.ts';
import type { Measured } from '../spec/compare.ts';
import type { SpecText } from '../spec/spec.ts';
import type { LabStore } from './labStore.ts';

/** `base` is the experiment whose defenses are compared, `epsilon` the budget of the certificates. */
export interface Comparison {
  readonly base: SpecText;
  readonly epsilon: number;
  readonly measured: readonly Measured[];
  readonly total: number;
}

export type CompareState =
  | { readonly kind: 'idle' }
  | ({ readonly kind: 'running' } & Comparison)
  /** Also after a stop: what was found stays. */
  | ({ readonly kind: 'done' } & Comparison)
  | ({ readonly kind: 'failed'; readonly failure: Failure } & Comparison);

/** What may happen to the comparison of defenses. What measures it is loaded when it is needed. */
export function compareActions({ engine, store }: { readonly engine: Engine; readonly store: () => LabStore }) {
  let running: { stop(): void } | undefined;
  return {
    compare: async (base: SpecText, epsilon: number) => {
      const { compareInto } = await import('./comparing.ts');
      running?.stop();
      running = compareInto(store(), engine, base, epsilon);
    },
    stopCompare: () => running?.stop(),
  };
}
