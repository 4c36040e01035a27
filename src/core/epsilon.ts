/** Reads `8/255` or `0.03`; undefined where the text is neither. */
export function parseEpsilon(text: string): number | undefined {
  const match = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*(?:\/\s*([\d.]+))?\s*$/i.exec(text);
  if (!match) return undefined;
  const value = Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2]));
  return Number.isFinite(value) ? value : undefined;
}

/** Shortest text that `parseEpsilon` reads back: `0.3`, `8/255`, and full digits only where neither fits. */
export function formatEpsilon(value: number): string {
  const short = String(Number(value.toPrecision(4)));
  if (Number(short) === value) return short;
  const levels = Math.round(value * 255);
  return levels > 0 && levels / 255 === value ? `${levels}/255` : String(value);
}

/** For people: `8/255 (0.0314)` where the budget is a number of grey levels, `0.3` where it is a plain decimal, `–` for none. */
export function describeEpsilon(value: number | null): string {
  if (value === null) return '–';
  const exact = formatEpsilon(value);
  const decimal = String(Number(value.toFixed(4)));
  return exact.includes('/') ? `${exact} (${decimal})` : decimal;
}

/** Whether a budget beyond the largest one was probably meant in grey levels: 8 for 8/255. */
export const looksLikeLevels = (value: number, largest: number): boolean => value > largest && value <= 255 * largest;

/** A list of budgets with every grey level written as such (`8, 0.1` as `8/255, 0.1`); undefined where there is none. */
export function withLevels(text: string, largest: number): string | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const isLevel = (part: string) => looksLikeLevels(parseEpsilon(part) ?? 0, largest) && !part.includes('/');
  if (!parts.some(isLevel)) return undefined;
  return parts.map((part) => (isLevel(part) ? `${part}/255` : part)).join(', ');
}
