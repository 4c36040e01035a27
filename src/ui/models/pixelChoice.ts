import { normalised, type Preprocessing, usualPreprocessing } from '../../core/preprocessing.ts';

export const presetIds = ['unit', 'signed', 'bytes', 'imagenet', 'teachable', 'custom'] as const;
type PresetId = (typeof presetIds)[number];

/** How pixels are prepared, as the form has it. */
export interface PixelChoice {
  readonly preset: PresetId;
  /** Numbers with commas between; read for `custom` only. */
  readonly mean: string;
  readonly deviation: string;
  readonly order: 'RGB' | 'BGR';
}

const presets: Readonly<Record<Exclude<PresetId, 'custom'>, Preprocessing>> = {
  unit: usualPreprocessing['[0, 1]']!,
  signed: usualPreprocessing['[-1, 1]']!,
  bytes: usualPreprocessing['[0, 255]']!,
  imagenet: usualPreprocessing.ImageNet!,
  teachable: usualPreprocessing['Teachable Machine']!,
};

/** The preset with this scale and offset, or the mean and deviation they come from. */
export function asText({ scale, offset, order }: Preprocessing): PixelChoice {
  const same = (preset: Preprocessing) => String([preset.scale, preset.offset]) === String([scale, offset]);
  const known = presetIds.find((id) => id !== 'custom' && same(presets[id]));
  const short = (value: number) => String(Number(value.toPrecision(6)));
  return {
    preset: known ?? 'custom',
    mean: offset.map((shift, i) => short(-shift / scale[i]! || 0)).join(', '), // −0 is 0
    deviation: scale.map((factor) => short(1 / factor)).join(', '),
    order,
  };
}

/** Undefined where the numbers make no sense: not one, not one a channel, or a deviation that is not above 0. */
export function readPixels(
  { preset, mean, deviation, order }: PixelChoice,
  channels: number,
): Preprocessing | undefined {
  if (preset !== 'custom') return { ...presets[preset], order };
  const [means, deviations] = [numbers(mean), numbers(deviation)];
  const fits = [means, deviations].every(({ length }) => length === channels || length === 1);
  const finite = [...means, ...deviations].every(Number.isFinite) && deviations.every((value) => value > 0);
  if (!fits || !finite || means.length !== deviations.length) return undefined;
  return { ...normalised(means, deviations), order };
}

const numbers = (text: string): number[] =>
  text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
