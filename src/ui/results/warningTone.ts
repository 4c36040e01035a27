import type { Severity } from '../../spec/checks/card.ts';
import type { Warning } from '../../spec/events.ts';
import { severityOf } from '../../spec/trust.ts';
import type { Tone } from '../parts/Note.tsx';

const tones: Record<Severity, Tone> = { 'do-not-quote': 'danger', bound: 'caution', caution: 'caution', info: 'info' };

/** How loudly a doubt speaks: `danger` means the number must not be quoted. */
export const warningTone = (code: string): Tone => tones[severityOf(code)];

const order: readonly Severity[] = ['do-not-quote', 'bound', 'caution', 'info'];

/** The gravest first. */
export const byGravity = (a: Warning, b: Warning): number =>
  order.indexOf(severityOf(a.code)) - order.indexOf(severityOf(b.code));
