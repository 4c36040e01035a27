import type { Warning, WarningCode } from '../../spec/events.ts';
import type { Tone } from '../parts/Note.tsx';

const tones: Record<WarningCode, Tone> = {
  'softmax-removed': 'info',
  'zero-gradient': 'danger',
  'dlr-fallback': 'info',
  'small-n': 'caution',
  'non-adaptive': 'danger',
  'single-step-stronger': 'danger',
  'not-monotone': 'danger',
  'lost-by-rounding': 'caution',
  'weak-attacks': 'caution',
  'approximate-gradient': 'caution',
  'stopped-early': 'info',
  'backend-fallback': 'caution',
  'stock-kernels': 'info',
  'worker-replaced': 'info',
};

/** How loudly a doubt speaks: `danger` means the number must not be quoted. */
export const warningTone = (code: WarningCode): Tone => tones[code] ?? 'caution'; // a kept report may know newer codes

const order: readonly Tone[] = ['danger', 'caution', 'info', 'ok'];

/** The gravest first. */
export const byGravity = (a: Warning, b: Warning): number =>
  order.indexOf(warningTone(a.code)) - order.indexOf(warningTone(b.code));
