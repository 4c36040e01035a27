import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Crafted } from '../../src/spec/craft.ts';
import { imagesNpz } from '../../src/spec/export/imagesNpz.ts';

const crafted: Crafted = {
  shape: [2, 3, 1],
  images: [5, 17],
  labels: Int32Array.of(1, 0),
  clean: Float32Array.from({ length: 12 }, (_, i) => i / 16),
  adversarial: Float32Array.from({ length: 12 }, (_, i) => (i + 1) / 16),
  cleanProbabilities: Float32Array.of(0.25, 0.5, 0.25, 0.5, 0.25, 0.25),
  adversarialProbabilities: Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.25, 0.625),
  targets: Int32Array.of(-1, -1),
  distances: Float32Array.of(0.0625, 0.125),
  trace: [],
  learned: undefined,
};

/** What NumPy would give, read by the description of the format. */
function readArray(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint16(8, true);
  const header = Buffer.from(bytes.subarray(10, 10 + length)).toString('latin1');
  const [, type] = /'descr': '(<[fi]4)'/.exec(header)!;
  const shape = /'shape': \(([\d, ]*)\)/.exec(header)![1]!.match(/\d+/g)!.map(Number);
  const count = (bytes.length - 10 - length) / 4;
  const at = (i: number) =>
    type === '<f4' ? view.getFloat32(10 + length + 4 * i, true) : view.getInt32(10 + length + 4 * i, true);
  return {
    magic: [...bytes.subarray(0, 8)],
    start: 10 + length,
    header,
    shape,
    values: Array.from({ length: count }, (_, i) => at(i)),
  };
}

const arrays = () =>
  Object.fromEntries(Object.entries(unzipSync(imagesNpz(crafted))).map(([name, bytes]) => [name, readArray(bytes)]));

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe('NPZ of attacked images', () => {
  it('holds each array in its shape', () => {
    const shapes = Object.fromEntries(Object.entries(arrays()).map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      'clean.npy': [2, 2, 3, 1],
      'adversarial.npy': [2, 2, 3, 1],
      'labels.npy': [2],
      'predictions.npy': [2],
      'probabilities.npy': [2, 3],
      'clean_probabilities.npy': [2, 3],
      'indices.npy': [2],
      'distances.npy': [2],
    });
  });

  it('holds the values it was given, and the most probable class as prediction', () => {
    const found = arrays();
    expect(found['adversarial.npy']!.values).toEqual([...crafted.adversarial]);
    expect(found['probabilities.npy']!.values).toEqual([...crafted.adversarialProbabilities]);
    expect(found['predictions.npy']!.values).toEqual([0, 2]);
    expect(found['indices.npy']!.values).toEqual([5, 17]);
  });

  it('follows the format: magic, version 1.0, header closed by a line feed, data at a multiple of 64', () => {
    for (const { magic, start, header } of Object.values(arrays())) {
      expect(magic).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0]);
      expect(header.endsWith('\n')).toBe(true);
      expect(start % 64).toBe(0);
    }
  });

  it('is the same file for the same images', () => {
    expect(imagesNpz(crafted)).toEqual(imagesNpz(crafted));
  });

  it.runIf(hasNumpy)('opens in NumPy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'epsilon-'));
    try {
      writeFileSync(join(folder, 'images.npz'), imagesNpz(crafted));
      const program = `
import numpy, sys
with numpy.load(sys.argv[1], allow_pickle=False) as z:
    print(";".join(f"{k} {z[k].dtype} {z[k].shape} {float(z[k].sum())}" for k in z.files))
`;
      const { stdout } = spawnSync('python3', ['-c', program, join(folder, 'images.npz')], { encoding: 'utf8' });
      expect(stdout).toContain('adversarial float32 (2, 2, 3, 1) 4.875');
      expect(stdout).toContain('labels int32 (2,) 1.0');
      expect(stdout).toContain('indices int32 (2,) 22.0');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
