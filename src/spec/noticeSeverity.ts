import type { Severity } from './checks/card.ts';

/** How grave a notice is, or a code of a newer version in a kept report. */
export function noticeSeverity(code: string): Severity {
  if (code === 'non-adaptive') return 'do-not-quote';
  return code === 'backend-fallback' || code === 'not-held-out' ? 'caution' : 'info';
}
