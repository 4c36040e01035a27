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
  /** What the method keeps beside that, if anything. */
  readonly memory?: Float32Array | undefined;
}

const nothing = new Float32Array();

/** A checkpoint as one file: a line of JSON, then state and memory as little-endian float32. */
export function encodeCheckpoint({ recipe, epochs, state, memory = nothing }: Checkpoint): Uint8Array {
  const counts = { values: state.length, memory: memory.length };
  const head = new TextEncoder().encode(`${JSON.stringify({ recipe, epochs, ...counts })}\n`);
  const bytes = new Uint8Array(head.length + state.byteLength + memory.byteLength);
  bytes.set(head);
  bytes.set(bytesOf(state), head.length);
  bytes.set(bytesOf(memory), head.length + state.byteLength);
  return bytes;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);

/** @throws {LabError} `asset` when the file is damaged or belongs to another recipe. */
export function decodeCheckpoint(where: string, bytes: Uint8Array, recipe: Recipe): Checkpoint {
  const end = bytes.indexOf(10) + 1;
  const head = readHead(bytes.subarray(0, end));
  const body = new Uint8Array(bytes.subarray(end)); // not slice: that of a Node Buffer does not copy
  if (!head || body.length !== 4 * (head.values + head.memory)) {
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
  const numbers = new Float32Array(body.buffer);
  const state = numbers.slice(0, head.values);
  const memory = head.memory > 0 ? { memory: numbers.slice(head.values) } : {};
  return { recipe: head.recipe, epochs: head.epochs, state, ...memory };
}

type Head = Readonly<Record<'epochs' | 'values' | 'memory', number>> & { readonly recipe: string };

function readHead(bytes: Uint8Array): Head | undefined {
  try {
    const { recipe, ...counts } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const { epochs, values, memory } = counts;
    const valid = typeof recipe === 'string' && [epochs, values, memory].every(Number.isInteger);
    return valid ? ({ recipe, epochs, values, memory } as Head) : undefined;
  } catch {
    return undefined; // not JSON: the caller reports the damage
  }
}
