import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('data/mnist-small/', import.meta.url));

interface Manifest {
  readonly arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: string }>>;
  readonly scalars: {
    readonly robust_accuracy_first_1000_interleaved: Readonly<Record<string, number>>;
    readonly autoattack_robust_accuracy_interleaved: Readonly<Record<string, { readonly robust_accuracy: number }>>;
    readonly min_norm: Readonly<Record<string, { readonly success: number; readonly median: number }>>;
  };
}

/** What the golden files hold and the numbers another toolbox found. */
export const goldenManifest = (): Manifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** Values of one golden array, row by row. */
export function goldenArray(name: string): Float32Array {
  const bytes = readFileSync(join(folder, `${name}.bin`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The golden network as `model.json` and `weights.bin`, the way TensorFlow.js saves a LayersModel. */
export function goldenModel(): { readonly 'model.json': Uint8Array; readonly 'weights.bin': Uint8Array } {
  const { arrays } = goldenManifest();
  const weights = weightNames.map(([name, array]) => ({ name, shape: arrays[array]!.shape, dtype: 'float32' }));
  const json = {
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', config: { name: 'golden', layers } },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  };
  return {
    'model.json': new TextEncoder().encode(JSON.stringify(json)),
    'weights.bin': Buffer.concat(weightNames.map(([, array]) => Buffer.from(goldenArray(array).buffer))),
  };
}

/** The golden network as PyTorch exports it. */
export const goldenOnnx = join(folder, 'model.onnx');

/** Writes the golden network into a folder and gives the path of its `model.json`. */
export function writeGoldenModel(target: string): string {
  mkdirSync(target, { recursive: true });
  for (const [name, bytes] of Object.entries(goldenModel())) writeFileSync(join(target, name), bytes);
  return join(target, 'model.json');
}

/** PyTorch pads each side by one; `same` would pad one side only where the stride divides the size. */
const pad = (name: string, first = {}) => ({
  class_name: 'ZeroPadding2D',
  config: { name, padding: [1, 1], data_format: 'channels_last', ...first },
});
const conv = (name: string, filters: number) => ({
  class_name: 'Conv2D',
  config: { name, filters, kernel_size: [4, 4], strides: [2, 2], padding: 'valid', activation: 'relu', use_bias: true },
});
const dense = (name: string, units: number, activation: string) => ({
  class_name: 'Dense',
  config: { name, units, activation, use_bias: true },
});

const layers = [
  pad('pad1', { batch_input_shape: [null, 28, 28, 1], dtype: 'float32' }),
  conv('c1', 16),
  pad('pad2'),
  conv('c2', 32),
  { class_name: 'Flatten', config: { name: 'flatten' } },
  dense('f1', 100, 'relu'),
  dense('f2', 10, 'linear'),
];

/** Name of each weight in TensorFlow.js, and of its golden array. */
const weightNames = ['c1', 'c2', 'f1', 'f2'].flatMap((layer) => [
  [`${layer}/kernel`, `weights.${layer}.weight`] as const,
  [`${layer}/bias`, `weights.${layer}.bias`] as const,
]);
