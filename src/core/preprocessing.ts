/**
 * How pixels in [0, 1] become what a model expects, inside the classifier: channels are put in order first, then each is
 * `pixel · scale + offset`. One number stands for all channels. Budgets are always those of the pixels.
 */
export interface Preprocessing {
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  readonly order: 'RGB' | 'BGR';
}

export const plainPixels: Preprocessing = { scale: [1], offset: [0], order: 'RGB' };
/** Teachable Machine computes `x / 127 − 1` of bytes, not `/ 127.5`. */
export const teachablePixels: Preprocessing = { scale: [255 / 127], offset: [-1], order: 'RGB' };
/** Models that expect bytes. */
export const bytePixels: Preprocessing = { scale: [255], offset: [0], order: 'RGB' };

export const isPlain = ({ scale, offset, order }: Preprocessing): boolean =>
  order === 'RGB' && scale.every((factor) => factor === 1) && offset.every((shift) => shift === 0);

/** Usual ways to prepare pixels, to choose from where a model does not tell; mean and deviation as torchvision has them. */
export const usualPreprocessing: Readonly<Record<string, Preprocessing>> = {
  '[0, 1]': plainPixels,
  '[-1, 1]': { scale: [2], offset: [-1], order: 'RGB' },
  '[0, 255]': bytePixels,
  ImageNet: normalised([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
  'Teachable Machine': teachablePixels,
};

/** `(pixel − mean) / deviation` */
export function normalised(mean: readonly number[], deviation: readonly number[]): Preprocessing {
  return {
    scale: deviation.map((value) => 1 / value),
    offset: mean.map((value, i) => -value / deviation[i]!),
    order: 'RGB',
  };
}
