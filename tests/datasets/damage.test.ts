import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { parseIdx } from '../../src/datasets/idx.ts';
import { openUserImages } from '../../src/datasets/userImages.ts';
import { damage, gzip, idxFile, numpyArchive, numpyFile, pixelBytes, reader, side } from './files.ts';

const n = 40;
const x = numpyFile([n, side, side], pixelBytes(n));
const y = numpyFile([n], new Int32Array(n));
const idxImages = idxFile([n, side, side], pixelBytes(n));
const idxLabels = idxFile([n], new Uint8Array(n));

/** Whole files by kind, the damaged one first. */
const kinds: Record<string, readonly Uint8Array[]> = {
  'idx images': [idxImages, idxLabels],
  'gzipped idx images': [gzip(idxImages), idxLabels],
  'NPZ archives': [numpyArchive({ x, y })],
  'NPY images': [x, y],
};
const files = 250;
const mostBytes = 1 << 26; // far above the few kB of any of these, far below what a wrong size declares

describe('damaged files', () => {
  it.each(Object.entries(kinds))('never end in anything but images or a reason: %s', async (_, [whole, ...others]) => {
    let refused = 0;
    for (let seed = 0; seed < files; seed++) {
      const all = { a: damage(whole!, seed), ...(others[0] && { b: others[0] }) };
      const before = process.memoryUsage().arrayBuffers;
      try {
        const source = await openUserImages(Object.keys(all), reader(all));
        const { pixels } = await source.read([0, source.size - 1]);
        expect(pixels.every((pixel) => pixel >= 0 && pixel <= 1)).toBe(true);
      } catch (error) {
        refused++;
        expect(error, `seed ${seed}`).toBeInstanceOf(LabError);
        expect(error, `seed ${seed}`).toMatchObject({ code: 'asset', message: expect.stringMatching(/^[ab][:,] /) });
      }
      expect(process.memoryUsage().arrayBuffers - before, `seed ${seed}`).toBeLessThan(mostBytes);
    }
    expect(refused).toBeGreaterThan(files / 4);
  });

  it('are never read as other images where the format has a checksum', () => {
    const packed = gzip(idxFile([2, 40, 40], pixelBytes(128)));
    const { values } = parseIdx('x.gz', packed);
    let refused = 0;
    for (let at = 10; at < packed.length; at++) {
      const copy = packed.slice();
      copy[at]! ^= 4;
      try {
        expect(parseIdx('x.gz', copy).values, `byte ${at}`).toEqual(values); // a bit that means nothing
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(LabError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(packed.length - 20);
  });

  it('do not take memory for sizes they only claim', () => {
    const packed = gzip(idxImages);
    new DataView(packed.buffer, packed.byteOffset).setUint32(packed.length - 4, 0x7fffffff, true);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => parseIdx('x.gz', packed)).toThrow(LabError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it('stop unpacking as soon as more comes out than was declared', () => {
    const packed = gzip(idxFile([10_000, 100, 100], new Uint8Array(1e8)));
    new DataView(packed.buffer, packed.byteOffset).setUint32(packed.length - 4, 100, true);
    expect(() => parseIdx('bomb.gz', packed)).toThrow(/bomb\.gz: expected 100 bytes after unpacking/);
  });
});
