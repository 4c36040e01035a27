import type { Severity } from '../../spec/checks/card.ts';
import type { Tone } from './Note.tsx';

/** How loudly a doubt speaks: `danger` means the number must not be quoted. */
export const severityTone: Record<Severity, Tone> = {
  'do-not-quote': 'danger',
  bound: 'caution',
  caution: 'caution',
  info: 'info',
};
