import { LabError } from '../core/errors.ts';
import { recipeFingerprint } from './fingerprint.ts';
import type { Recipe } from './recipe.ts';

/** Training after some whole epochs; another run of the same recipe continues from it to the same end. */
export interface Checkpoint {
  /** Fingerprint of the recipe. */
  readonly recipe: string;
  /** Epochs done. */
  readonly epochs: number;
  /** Weights in the order of the network, then Adam's first and second moments. */
  readonly state: Float32Array;
}

/** A checkpoint as one file: a line of JSON, then the state as little-endian float32. */
export function encodeCheckpoint({ recipe, epochs, state }: Checkpoint): Uint8Array {
  const head = new TextEncoder().encode(`${JSON.stringify({ recipe, epochs, values: state.length })}\n`);
  const bytes = new Uint8Array(head.length + state.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(state.buffer, state.byteOffset, state.byteLength), head.length);
  return bytes;
}

/** @throws {LabError} `asset` when the file is damaged or belongs to another recipe. */
export function decodeCheckpoint(where: string, bytes: Uint8Array, recipe: Recipe): Checkpoint {
  const end = bytes.indexOf(10) + 1;
  const head = readHead(bytes.subarray(0, end));
  const body = new Uint8Array(bytes.subarray(end)); // not slice: that of a Node Buffer does not copy
  if (!head || body.length !== 4 * head.values) {
    throw new LabError(
      'asset',
      `${where}: expected a whole checkpoint, got ${bytes.length} bytes; train without --resume`,
    );
  }
  if (head.recipe !== recipeFingerprint(recipe)) {
    throw new LabError(
      'asset',
      `${where}: expected a checkpoint of this recipe, got one of another or of an earlier text; train without --resume`,
    );
  }
  return { recipe: head.recipe, epochs: head.epochs, state: new Float32Array(body.buffer) };
}

function readHead(bytes: Uint8Array): { recipe: string; epochs: number; values: number } | undefined {
  try {
    const { recipe, epochs, values } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const valid = typeof recipe === 'string' && Number.isInteger(epochs) && Number.isInteger(values);
    return valid ? { recipe, epochs: epochs as number, values: values as number } : undefined;
  } catch {
    return undefined; // not JSON: the caller reports the damage
  }
}
