import type { ReadBytes } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
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
export async function readModelFile(where: string, read: ReadBytes): Promise<ModelFile> {
  const jsonBytes = await read(where);
  const json = parseJson(where, jsonBytes);
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
    if (json !== null && typeof json === 'object') return json as Record<string, unknown>;
  } catch (cause) {
    throw new LabError(
      'asset',
      `${where}: expected a TensorFlow.js model.json, got ${bytes.length} bytes that are not JSON`,
      { cause },
    );
  }
  throw new LabError('asset', `${where}: expected a JSON object`);
}

function manifestOf(where: string, json: Record<string, unknown>): WeightsGroup[] {
  if (json.format === 'graph-model') {
    throw new LabError(
      'asset',
      `${where}: expected a LayersModel, got a GraphModel; convert it with --output_format tfjs_layers_model`,
    );
  }
  const groups = json.weightsManifest;
  const valid = Array.isArray(groups) && groups.every((g) => Array.isArray(g?.paths) && Array.isArray(g?.weights));
  if (!valid || typeof json.modelTopology !== 'object' || json.modelTopology === null) {
    throw new LabError(
      'asset',
      `${where}: expected the fields modelTopology and weightsManifest, got ${Object.keys(json).join(', ')}`,
    );
  }
  return groups as WeightsGroup[];
}

function checkWeights(where: string, bytes: Uint8Array, specs: readonly tf.io.WeightsManifestEntry[]): void {
  let offset = 0;
  const bad: string[] = [];
  for (const { name, shape, dtype, quantization } of specs) {
    const type = quantization?.dtype ?? dtype;
    const size = bytesPer[type];
    if (size === undefined)
      throw new LabError('asset', `${where}: weight ${name} has type ${type}, which is not supported`);
    const end = offset + tf.util.sizeFromShape(shape) * size;
    if (type === 'float32' && end <= bytes.length && hasNonFinite(bytes.slice(offset, end))) bad.push(name);
    offset = end;
  }
  if (offset !== bytes.length) {
    throw new LabError(
      'asset',
      `${where}: expected ${offset} bytes of weights, got ${bytes.length}; the file is truncated or belongs to another model, save the model again`,
    );
  }
  if (bad.length > 0)
    throw new LabError(
      'asset',
      `${where}: expected finite weights, got NaN or infinity in ${bad.join(', ')}; the training diverged or the file is damaged, save the model again`,
    );
}

const hasNonFinite = (bytes: Uint8Array): boolean => !new Float32Array(bytes.buffer).every(Number.isFinite);
