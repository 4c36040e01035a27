import type { Warning } from '../src/spec/events.ts';
import type { BackendReport } from './protocol.ts';

/** What the user should know about the backend that was taken. */
export function backendNotices({ backend, rejected, stockKernels }: BackendReport): Warning[] {
  const refused = rejected.filter(({ reason }) => /self-test|device|lost/.test(reason)); // a missing backend is no surprise
  const notices: Warning[] = refused.map((entry) => ({
    code: 'backend-fallback',
    cells: {},
    values: { refused: entry.backend, reason: entry.reason, backend },
    message: `${entry.backend} was refused (${entry.reason}); the lab computes with ${backend}. Numbers are right, but slower.`,
  }));
  if (stockKernels === undefined) return notices;
  const message = `The fast kernels could not be installed (${stockKernels}); the stock ones serve. Numbers are right, but slower.`;
  return [...notices, { code: 'stock-kernels', cells: {}, values: { reason: stockKernels }, message }];
}

export const replacedNotice = (reason: string): Warning => ({
  code: 'worker-replaced',
  cells: {},
  values: { reason },
  message: `A worker was lost (${reason}). It was replaced and its images are computed again.`,
});
