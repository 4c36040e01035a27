import type { Severity } from '../../spec/checks/card.ts';
import type { Warning } from '../../spec/events.ts';
import { severityOf } from '../../spec/trust.ts';
import type { Tone } from '../parts/Note.tsx';
import { severityTone } from '../parts/severityTone.ts';

/** How loudly a doubt about a report speaks. */
export const warningTone = (code: string): Tone => severityTone[severityOf(code)];

const order: readonly Severity[] = ['do-not-quote', 'bound', 'caution', 'info'];

/** The gravest first. */
export const byGravity = (a: Warning, b: Warning): number =>
  order.indexOf(severityOf(a.code)) - order.indexOf(severityOf(b.code));
