import type { Warning } from '../src/spec/events.ts';
import type { BackendReport, Rejection } from './protocol.ts';

/** What the user should know about the backend that was taken. */
export function backendNotices({ backend, rejected, stockKernels, slowerKernels }: BackendReport): Warning[] {
  const refused = rejected.filter(isSurprise);
  const notices: Warning[] = refused.map((entry) => ({
    code: 'backend-fallback',
    cells: {},
    values: { refused: entry.backend, reason: entry.reason, backend },
    message: `${entry.backend} was refused (${entry.reason}); the lab computes with ${backend}. Numbers are right, but slower.`,
  }));
  return [
    ...notices,
    ...(stockKernels === undefined ? [] : [kernelNotice('stock-kernels', stockKernels, 'the stock ones')]),
    ...(slowerKernels === undefined ? [] : [kernelNotice('slower-kernels', slowerKernels, 'the next ones')]),
  ];
}

/** Graphics processors are often missing, WebAssembly never is unless something keeps it from working. */
const isSurprise = ({ backend, reason }: Rejection) => backend === 'wasm' || /self-test|device|lost/.test(reason);

const kernelNotice = (code: Warning['code'], reason: string, serving: string): Warning => ({
  code,
  cells: {},
  values: { reason },
  message: `The fastest kernels could not be installed (${reason}); ${serving} serve. Numbers are right, but slower.`,
});

export const replacedNotice = (reason: string): Warning => ({
  code: 'worker-replaced',
  cells: {},
  values: { reason },
  message: `A worker was lost (${reason}). It was replaced and its images are computed again.`,
});
