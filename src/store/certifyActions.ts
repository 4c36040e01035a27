import type { Engine } from '../../workers/engine.ts';
import type { Failure } from '../core/errors.ts';
import type { CertifyReport } from '../spec/certifyReport.ts';
import type { SpecText } from '../spec/spec.ts';
import type { LabStore } from './labStore.ts';

export type CertifyState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly report: CertifyReport }
  /** Also after a stop: what was found stays. */
  | { readonly kind: 'done'; readonly report: CertifyReport }
  | { readonly kind: 'failed'; readonly report: CertifyReport; readonly failure: Failure };

/** Certifications that need no setting, of models that were trained for what is proved. */
export const preparedCertifications = {
  bounds: { model: 'mnist-cnn-pgd', count: '20', eps: '0.05,0.1,0.15' },
  smoothing: { model: 'mnist-cnn-smooth', method: 'smoothing', count: '20', n: '400' },
} as const satisfies Record<string, SpecText>;

interface Given {
  readonly engine: Engine;
  readonly store: () => LabStore;
}

/** What may happen to the form and the run of the Certify page. What reads and runs it is loaded when it is needed. */
export function certifyActions({ engine, store }: Given) {
  let controller: AbortController | undefined;
  return {
    editCertify: (key: string, value: string | undefined) => {
      const { [key]: _, ...rest } = store().getState().certifyText;
      store().setState({ certifyText: value === undefined ? rest : { ...rest, [key]: value } });
    },
    loadCertify: (certifyText: SpecText) => store().setState({ certifyText }),
    certify: async () => {
      const { certifyInto, readCertify } = await import('./certifying.ts');
      const reading = readCertify(store().getState().certifyText);
      if (reading.kind === 'invalid') return;
      controller?.abort();
      controller = new AbortController();
      certifyInto(store(), engine, reading.text, controller.signal);
    },
    stopCertify: () => controller?.abort(),
  };
}
