import { type ReadBytes, sha256Hex } from '../core/bytes.ts';
import type { Classifier } from './classifier.ts';
import { openLayersModel } from './layersModel.ts';

/**
 * The user's own model. What a file is, its content tells; its name does not matter.
 *
 * @param read resolves paths relative to the model's folder, for formats of several files.
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export async function openModelFile(id: string, path: string, read: ReadBytes): Promise<Classifier> {
  const bytes = await read(path);
  if (looksLikeJson(bytes)) return openLayersModel(id, path, read);
  const [{ importOnnx }, { graphClassifier }] = await Promise.all([
    import('./onnx/importOnnx.ts'),
    import('./graph/classifier.ts'),
  ]);
  return graphClassifier({ id, where: path, sha256: sha256Hex(bytes) }, importOnnx(path, bytes));
}

/** Whether the first byte that is not white space opens an object. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !whiteSpace.has(byte));
  return first === openingBrace;
}

const openingBrace = 0x7b;
const whiteSpace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
