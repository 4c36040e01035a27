import { describeEpsilon } from '../../core/epsilon.ts';
import type { Norm } from '../../core/threat.ts';
import type { Voice } from '../../i18n/voice.ts';

/** `L∞ 0.1`, `L2 1.48`: single precision leaves digits that mean nothing. */
export function distanceText({ say, option }: Voice, norm: Norm, distance: number): string {
  const rounded = Number(distance.toPrecision(3));
  const levels = Math.round(distance * 255);
  const whole = norm === 'linf' && levels > 0 && Math.abs(levels / 255 - distance) < 1e-6;
  const text = whole ? describeEpsilon(levels / 255).split(' ')[0]! : String(rounded);
  return say('gallery.distance', { norm: option('norm', norm), distance: text });
}
