/** A threshold as it is written everywhere: `0.90`, or more digits where a link brought them. */
export const thresholdText = (value: number): string =>
  Math.abs(value - Math.round(100 * value) / 100) < 1e-9 ? value.toFixed(2) : String(value);
