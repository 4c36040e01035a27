import { sha256Hex } from '../../core/bytes.ts';

/**
 * Whether a saved file is as the lab wrote it. The hash needs no secret: it shows that a file was changed by hand or cut
 * short, not who wrote it.
 */
export type Seal = 'intact' | 'broken' | 'absent';

/** Name of the field that holds the hash. */
export const sealKey = 'sha256';

/** SHA-256 of what a file says, whatever its layout: of the JSON with sorted keys, without spaces and without the hash. */
export function sealOf(content: object): string {
  const { [sealKey]: _, ...rest } = content as Record<string, unknown>;
  return sha256Hex(new TextEncoder().encode(JSON.stringify(rest, sortKeys)));
}

export function checkSeal(json: unknown): Seal {
  if (typeof json !== 'object' || json === null) return 'absent';
  const said = (json as Record<string, unknown>)[sealKey];
  if (said === undefined) return 'absent';
  return said === sealOf(json) ? 'intact' : 'broken';
}

/** For `JSON.stringify`: objects with their keys in one order, everything else as it is. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
