import '@tensorflow/tfjs-backend-cpu';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { openModelFile } from '../../src/classifiers/openModelFile.ts';
import { LabError } from '../../src/core/errors.ts';
import { makeRng, type Rng } from '../../src/core/rng.ts';
import * as tf from '../../src/tensor/tf.ts';
import { branchingFiles } from './modelFormats.ts';

const mutants = 200;
let files: Readonly<Record<string, Uint8Array>>;

beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await branchingFiles();
});

const at = (rng: Rng, end: number) => Math.min(end - 1, Math.floor(rng.uniform() * end));

/** One damage of each kind that files suffer: cut off, bits turned, numbers made huge, parts lost or repeated. */
const damages: readonly ((bytes: Uint8Array, rng: Rng) => Uint8Array)[] = [
  (bytes, rng) => bytes.slice(0, at(rng, bytes.length)),
  (bytes, rng) =>
    edited(bytes, (copy) => {
      for (let i = 0; i < 8; i++) copy[at(rng, copy.length)]! ^= 1 << at(rng, 8);
    }),
  (bytes, rng) =>
    edited(bytes, (copy) => {
      const from = at(rng, copy.length);
      copy.fill(0xff, from, from + 1 + at(rng, 8));
    }),
  (bytes, rng) =>
    edited(bytes, (copy) => {
      const from = at(rng, copy.length);
      copy.fill(0, from, from + 1 + at(rng, 64));
    }),
  (bytes, rng) => {
    const from = at(rng, bytes.length);
    return Uint8Array.of(...bytes.slice(0, from), ...bytes.slice(from + 1 + at(rng, 32)));
  },
  (bytes, rng) => {
    const from = at(rng, bytes.length);
    return Uint8Array.of(...bytes.slice(0, from), ...bytes.slice(Math.max(0, from - 40)));
  },
  (bytes, rng) => digits(bytes, rng),
];

function edited(bytes: Uint8Array, change: (copy: Uint8Array) => unknown): Uint8Array {
  const copy = bytes.slice();
  change(copy);
  return copy;
}

/** Makes a number of a text huge: dimensions, counts and offsets of JSON. */
function digits(bytes: Uint8Array, rng: Rng): Uint8Array {
  const places = [...bytes.keys()].filter((i) => bytes[i]! >= 0x31 && bytes[i]! <= 0x39);
  if (places.length === 0) return bytes.slice(1);
  const from = places[at(rng, places.length)]!;
  return Uint8Array.of(...bytes.slice(0, from), ...new TextEncoder().encode('99999999'), ...bytes.slice(from + 1));
}

/** Half of the damage to an archive is to a file in it, where its checksum does not tell. */
function damaged(bytes: Uint8Array, rng: Rng): Uint8Array {
  const damage = damages[at(rng, damages.length)]!;
  if (bytes[0] !== 0x50 || rng.uniform() < 0.3) return damage(bytes, rng);
  const inner = unzipSync(bytes);
  const names = Object.keys(inner);
  const name = names[at(rng, names.length)]!;
  return zipSync({ ...inner, [name]: damage(inner[name]!, rng) }, { level: 0 });
}

describe.each(['tfjs zip', 'teachable zip', 'tfjs graph zip', 'onnx', 'h5', 'keras'])(
  'damaged files of the format %s',
  (format) => {
    it(`either open or are refused with the name of the place, ${mutants} of them`, async () => {
      let refused = 0;
      for (let seed = 0; seed < mutants; seed++) {
        const bytes = damaged(files[format]!, makeRng(format).fork(seed));
        try {
          (await openModelFile('m', 'the file', async () => bytes)).classifier.dispose();
        } catch (error) {
          const told =
            error instanceof LabError
              ? `${error.code}: ${error.message}`
              : `${error instanceof Error ? error.stack : error}`;
          expect(told, `seed ${seed}`).toMatch(/^asset: .*(the file|w\.bin|weights\.bin|model\.json)/);
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(mutants / 4);
    });
  },
);
