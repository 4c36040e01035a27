/** Opacity of a confidence band in the present theme; Plot takes numbers only. */
export const bandOpacity = (): number =>
  Number(getComputedStyle(document.documentElement).getPropertyValue('--chart-band')) || 0.14;
