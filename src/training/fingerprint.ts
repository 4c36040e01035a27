import { sha256Hex } from '../core/bytes.ts';
import type { Recipe } from './recipe.ts';

/** Names what a recipe teaches; titles and licence do not count. Weights of one recipe never continue another. */
export function recipeFingerprint({ title: _, summary: __, licence: ___, ...taught }: Recipe): string {
  return sha256Hex(new TextEncoder().encode(JSON.stringify(taught)));
}
