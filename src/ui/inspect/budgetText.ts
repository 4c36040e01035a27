import { describeEpsilon } from '../../core/epsilon.ts';
import type { Norm } from '../../core/threat.ts';

/** A length for people; in L∞ always as grey levels and as a decimal: `38/255 (0.149)`, `0.15 (38.3/255)`. */
export function budgetText(norm: Norm, length: number): string {
  if (norm !== 'linf') return String(Number(length.toPrecision(3)));
  const levels = Math.round(255 * length);
  const text = describeEpsilon(levels > 0 && Math.abs(levels / 255 - length) < 1e-6 ? levels / 255 : length);
  return text.includes('/') ? text : `${text} (${Number((255 * length).toFixed(1))}/255)`;
}
