import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/core/crc32.ts';
import type { Learned } from '../../src/core/learned.ts';
import { learnedRaster, patchPng, perturbationPng, printOf } from '../../src/spec/export/learnedPng.ts';

const patch: Learned = {
  kind: 'patch',
  shape: [2, 2, 3],
  values: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1),
};

/** The chunks of a PNG file by name; throws where a length or checksum is wrong. */
function chunksOf(bytes: Uint8Array): Map<string, Uint8Array> {
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(named));
    chunks.set(String.fromCharCode(...named.subarray(0, 4)), named.subarray(4));
    at += length + 12;
  }
  return chunks;
}
const wordAt = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

describe('a patch as PNG', () => {
  it('says how large it is on paper, to a tenth of a millimetre', () => {
    for (const millimetres of [50, 80, 120]) {
      const chunks = chunksOf(patchPng(patch, millimetres));
      expect([...chunks.keys()]).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND']);
      const [dots, perMetre] = [wordAt(chunks.get('IHDR')!, 0), wordAt(chunks.get('pHYs')!, 0)];
      expect((1000 * dots) / perMetre).toBeCloseTo(millimetres, 1);
      expect(chunks.get('pHYs')!.at(-1)).toBe(1);
    }
  });

  it('enlarges every pixel to a block of one colour', () => {
    const { block, dotsPerInch } = printOf(patch, 50);
    expect(dotsPerInch).toBeCloseTo(300, -1);
    const chunks = chunksOf(patchPng(patch, 50));
    const rows = unzlibSync(chunks.get('IDAT')!);
    const side = 2 * block;
    const colorAt = (y: number, x: number) => [...rows.subarray(y * (1 + 3 * side) + 1 + 3 * x).subarray(0, 3)];
    expect(rows).toHaveLength(side * (1 + 3 * side));
    expect(colorAt(0, 0)).toEqual([255, 0, 0]);
    expect(colorAt(block - 1, block - 1)).toEqual([255, 0, 0]);
    expect(colorAt(block - 1, block)).toEqual([0, 255, 0]);
    expect(colorAt(block, block - 1)).toEqual([0, 0, 255]);
    expect(colorAt(side - 1, side - 1)).toEqual([255, 255, 255]);
  });
});

describe('a perturbation as PNG', () => {
  const perturbation: Learned = { kind: 'perturbation', shape: [1, 3, 1], values: Float32Array.of(-0.1, 0, 0.3) };

  it('is amplified around mid-grey and cut to black and white', () => {
    expect([...learnedRaster(perturbation, 2).pixels].map((value) => Number(value.toFixed(6)))).toEqual([0.3, 0.5, 1]);
  });

  it('has no size on paper', () => {
    const chunks = chunksOf(perturbationPng(perturbation, 2));
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([wordAt(chunks.get('IHDR')!, 0), wordAt(chunks.get('IHDR')!, 4)]).toEqual([48, 16]);
  });
});
