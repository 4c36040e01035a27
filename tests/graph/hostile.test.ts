import '@tensorflow/tfjs-backend-cpu';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHdf5 } from '../../src/classifiers/keras/hdf5.ts';
import { openModelFile } from '../../src/classifiers/openModelFile.ts';
import * as tf from '../../src/tensor/tf.ts';
import { branchingFiles, branchingModel, h5File } from './modelFormats.ts';

let files: Readonly<Record<string, Uint8Array>>;
let weights: Float32Array;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await branchingFiles();
  const model = branchingModel();
  weights = Float32Array.from(await model.getWeights()[1]!.data());
  model.dispose();
});

const open = (bytes: Uint8Array) => openModelFile('m', 'the file', async () => bytes);
const text = (value: string) => new TextEncoder().encode(value);

/** The file with something done to the part of it that holds the first two weights, wherever that is. */
function withWeights(bytes: Uint8Array, change: (place: Uint8Array) => void): Uint8Array {
  if (bytes[0] === 0x50) {
    const inner = unzipSync(bytes);
    const name = Object.keys(inner).find((key) => placeOf(inner[key]!) >= 0)!;
    return zipSync({ ...inner, [name]: withWeights(inner[name]!, change) });
  }
  const copy = bytes.slice();
  const at = placeOf(copy);
  if (at < 0) throw new Error('the weights are not in the file');
  change(copy.subarray(at, at + 8));
  return copy;
}

const placeOf = (bytes: Uint8Array) => Buffer.from(bytes).indexOf(Buffer.from(weights.slice(0, 2).buffer));

describe.each(['tfjs zip', 'onnx', 'h5', 'keras'])('a model given as %s', (format) => {
  it('with a weight that is no number is refused by the name of the weight', async () => {
    const nan = withWeights(files[format]!, (place) => place.set(new Uint8Array(Float32Array.of(Number.NaN).buffer)));
    await expect(open(nan)).rejects.toThrow(
      /^(the file|m\/weights\.bin).*: expected finite weights, got NaN or infinity in first/,
    );
  });
});

describe('archives', () => {
  it('that unpack to more than they declare are not unpacked further', async () => {
    const bomb = zipSync({ 'm/model.json': new Uint8Array(2 ** 26) });
    new DataView(bomb.buffer).setUint32(Buffer.from(bomb).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24, 10, true);
    await expect(open(bomb)).rejects.toThrow(/expected 10 bytes after unpacking/);
  });

  it('that declare more than a model has are not unpacked at all', async () => {
    const bomb = zipSync({ 'm/model.json': new Uint8Array(2 ** 20) });
    new DataView(bomb.buffer).setUint32(
      Buffer.from(bomb).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24,
      2 ** 30,
      true,
    );
    await expect(open(bomb)).rejects.toMatchObject({ code: 'asset', problems: [{ code: 'zip-size' }] });
  });

  it.each(['../model.json', '/etc/model.json', 'C:\\model.json', 'a/../../model.json'])(
    'with the name %s are refused',
    async (name) => {
      await expect(open(zipSync({ [name]: text('{}'), 'w.bin': text('x') }))).rejects.toThrow(
        /expected names inside the archive/,
      );
    },
  );
});

describe('configurations', () => {
  it.each([
    ['brackets', '['.repeat(100_000)],
    ['lists', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['objects', `${'{"config":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['models', `${'{"class_name":"Sequential","config":{"layers":['.repeat(500)}${']}}'.repeat(500)}`],
  ])('of Keras with deeply nested %s are refused with a reason', async (_, config) => {
    const { 'model.weights.h5': arrays } = unzipSync(files.keras!);
    const archive = zipSync({ 'config.json': text(config), 'model.weights.h5': arrays! });
    await expect(open(archive)).rejects.toMatchObject({ code: 'asset', message: expect.stringContaining('the file') });
  });

  it('of TensorFlow.js with deeply nested lists are refused with a reason', async () => {
    const { 'm/weights.bin': bytes, 'm/model.json': _, ...rest } = unzipSync(files['tfjs zip']!);
    const nested = `{"modelTopology":${'['.repeat(5000)}${']'.repeat(5000)},"weightsManifest":[]}`;
    const archive = zipSync({ ...rest, 'm/model.json': text(nested), 'm/w.bin': bytes ?? text('x') });
    await expect(open(archive)).rejects.toMatchObject({
      code: 'asset',
      message: expect.stringContaining('model.json'),
    });
  });

  it('of ONNX with deeply nested messages are refused with a reason', async () => {
    let graph = Uint8Array.of();
    for (let depth = 0; depth < 300; depth++) graph = field(7, field(1, field(5, field(6, graph)))); // graph, node, attribute, graph
    await expect(open(graph)).rejects.toMatchObject({ code: 'asset', message: expect.stringContaining('the file') });
  });
});

/** A field of a protobuf message that holds bytes. */
function field(number: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  let rest = content.length;
  do {
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Uint8Array.from([(number << 3) | 2, ...length, ...content]);
}

describe('numbers with their bytes in reverse order', () => {
  it('are read as what they are or refused where HDF5 says so, never as other numbers', async () => {
    const little = Float32Array.of(1.5, -2);
    const bytes = await h5File((file) => {
      file.create_dataset({ name: 'a', data: little, shape: [2] });
    });
    expect([...(await readHdf5('x', bytes)).arrays.get('a')!.values]).toEqual([1.5, -2]);
    const type = Buffer.from(bytes).indexOf(Buffer.from([0x11, 0x20, 0x1f, 0, 4, 0, 0, 0])); // float32, bit 0 of the second byte is the order
    const data = Buffer.from(bytes).indexOf(Buffer.from(little.buffer));
    expect(Math.min(type, data)).toBeGreaterThan(0);
    bytes[type + 1]! |= 1;
    bytes.subarray(data, data + 4).reverse();
    bytes.subarray(data + 4, data + 8).reverse();
    const read = await readHdf5('x', bytes).then(
      ({ arrays }) => [...arrays.get('a')!.values],
      (error: unknown) => void expect(error).toMatchObject({ code: 'asset' }),
    );
    expect([undefined, [1.5, -2]]).toContainEqual(read);
  });

  it('end in a reason or in a model, never in an exception of another kind', async () => {
    for (const format of ['tfjs zip', 'onnx', 'h5', 'keras']) {
      const swapped = withWeights(files[format]!, (place) => {
        place.subarray(0, 4).reverse();
        place.subarray(4).reverse();
      });
      await open(swapped).then(
        ({ classifier }) => classifier.dispose(),
        (error: unknown) => expect(error).toMatchObject({ code: 'asset' }),
      );
    }
  });
});
