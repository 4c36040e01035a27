import type { ReadBytes } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import { joinBytes } from '../core/join.ts';
import * as tf from '../tensor/tf.ts';

interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: tf.io.WeightsManifestEntry[];
}

/** Everything a LayersModel consists of, and its bytes in one piece for the hash. */
export interface ModelFile {
  readonly artifacts: tf.io.ModelArtifacts;
  readonly bytes: Uint8Array;
}

const bytesPer: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/** Reads `model.json` and the weights it names. @throws {LabError} `asset`, naming the file at fault. */
export async function readModelFile(
  where: string,
  read: ReadBytes,
  format: 'layers-model' | 'graph-model' = 'layers-model',
): Promise<ModelFile> {
  const jsonBytes = await read(where);
  const json = parseJson(where, jsonBytes);
  if (json.format === 'graph-model' && format !== json.format) throw badFile(where, 'graph-model', {});
  const groups = manifestOf(where, json);
  const weightSpecs = groups.flatMap(({ weights }) => weights);
  const folder = where.slice(0, where.lastIndexOf('/') + 1);
  const paths = groups.flatMap((group) => group.paths.map((path) => folder + path));
  const parts = await Promise.all(paths.map((path) => read(path)));
  const weights = joinBytes(parts);
  checkWeights(paths.join(', '), weights, weightSpecs);
  return {
    artifacts: {
      modelTopology: json.modelTopology as object, // checked by manifestOf
      weightSpecs,
      weightData: weights.buffer as ArrayBuffer, // joinBytes allocates it
    },
    bytes: joinBytes([jsonBytes, weights]),
  };
}

function parseJson(where: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (json === null || typeof json !== 'object') throw new SyntaxError('no object');
    return json as Record<string, unknown>;
  } catch (cause) {
    throw badFile(where, 'model-json', { size: bytes.length }, { cause });
  }
}

function manifestOf(where: string, json: Record<string, unknown>): WeightsGroup[] {
  const groups = json.weightsManifest;
  const valid = Array.isArray(groups) && groups.every((g) => Array.isArray(g?.paths) && Array.isArray(g?.weights));
  if (!valid || typeof json.modelTopology !== 'object' || json.modelTopology === null) {
    throw badFile(where, 'model-fields', { got: Object.keys(json).join(', ') });
  }
  return groups as WeightsGroup[];
}

function checkWeights(where: string, bytes: Uint8Array, specs: readonly tf.io.WeightsManifestEntry[]): void {
  let offset = 0;
  const bad: string[] = [];
  for (const { name, shape, dtype, quantization } of specs) {
    const type = quantization?.dtype ?? dtype;
    const size = bytesPer[type];
    if (size === undefined) throw badFile(where, 'weight-type', { name, type });
    const end = offset + tf.util.sizeFromShape(shape) * size;
    if (type === 'float32' && end <= bytes.length && hasNonFinite(bytes.slice(offset, end))) bad.push(name);
    offset = end;
  }
  if (offset !== bytes.length) throw badFile(where, 'weight-bytes', { expected: offset, got: bytes.length });
  if (bad.length > 0) throw badFile(where, 'weight-nan', { names: bad.join(', ') });
}

const hasNonFinite = (bytes: Uint8Array): boolean => !new Float32Array(bytes.buffer).every(Number.isFinite);
