import type { Engine } from '../../workers/engine.ts';
import { failureOf, problemsOf } from '../core/errors.ts';
import type { Problem } from '../core/problems.ts';
import { applyCertify, emptyCertify } from '../spec/certifyReport.ts';
import { type CertifySpec, formatCertify, parseCertify } from '../spec/certifySpec.ts';
import type { RunEvent } from '../spec/events.ts';
import type { SpecText } from '../spec/spec.ts';
import type { CertifyState } from './certifyActions.ts';
import type { LabStore } from './labStore.ts';

export type CertifyReading =
  | { readonly kind: 'valid'; readonly spec: CertifySpec; readonly text: SpecText }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** The form as a certification, or everything that is wrong with it. */
export function readCertify(text: SpecText): CertifyReading {
  try {
    const spec = parseCertify(text);
    return { kind: 'valid', spec, text: formatCertify(spec) };
  } catch (cause) {
    return { kind: 'invalid', problems: problemsOf(cause) };
  }
}

const pauseMs = 200; // between two updates of the page

/** Certifies into `store.certifying`, unless a later run has taken its place. */
export function certifyInto(store: LabStore, engine: Engine, text: SpecText, signal: AbortSignal): void {
  let report = emptyCertify(text);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: CertifyState | undefined;
  const put = (certifying: CertifyState) => {
    if (shown !== undefined && store.getState().certifying !== shown) return; // another run is on show
    shown = certifying;
    store.setState({ certifying });
  };
  const show = () => {
    timer = undefined;
    put({ kind: 'running', report });
  };
  const emit = (event: RunEvent) => {
    report = applyCertify(report, event);
    timer ??= setTimeout(show, pauseMs);
  };
  show();
  engine
    .run(text, { signal, emit })
    .then(
      (): CertifyState => ({ kind: 'done', report }),
      (cause): CertifyState => {
        const failure = failureOf(cause);
        if (failure.code !== 'cancelled') return { kind: 'failed', report, failure };
        return Object.keys(report.pieces).length > 0 ? { kind: 'done', report } : { kind: 'idle' };
      },
    )
    .then((state) => {
      clearTimeout(timer);
      put(state);
    });
}
