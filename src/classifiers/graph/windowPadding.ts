import type { Padding, Pair } from './graph.ts';

export const noPadding: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

interface SlidingWindow {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
}

/**
 * What "same" padding comes to: as many positions as the image has pixels, divided by the stride and rounded up. Where
 * it cannot be the same on both sides, the odd row or column is at the bottom or right, or (`extra: 'first'`) at the
 * top or left.
 */
export function samePadding(
  [height, width]: Pair,
  { size, strides, dilations }: SlidingWindow,
  { extra = 'last' }: { readonly extra?: 'first' | 'last' } = {},
): Padding {
  const total = (length: number, axis: 0 | 1) => {
    const reach = dilations[axis] * (size[axis] - 1) + 1;
    return Math.max(0, (Math.ceil(length / strides[axis]) - 1) * strides[axis] + reach - length);
  };
  const share = (sum: number) => {
    const [less, more] = [Math.floor(sum / 2), Math.ceil(sum / 2)];
    return extra === 'last' ? ([less, more] as const) : ([more, less] as const);
  };
  const [top, bottom] = share(total(height, 0));
  const [left, right] = share(total(width, 1));
  return { top, bottom, left, right };
}
