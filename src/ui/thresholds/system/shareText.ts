import type { Voice } from '../../../i18n/voice.ts';

/** A share in percent; what several factors let pass can be tiny, so that small ones keep two digits that count. */
export const shareText = ({ say }: Pick<Voice, 'say'>, share: number): string =>
  Number.isNaN(share) ? '–' : say('rate.percent', { value: digits(share) });

/** The same without the sign, as intervals have it. */
export const digits = (share: number): string => {
  const percent = 100 * share;
  if (percent === 0 || percent >= 1) return percent.toFixed(1);
  return percent < 0.001 ? percent.toExponential(1) : String(Number(percent.toPrecision(2)));
};
