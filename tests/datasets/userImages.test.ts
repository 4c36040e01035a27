import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/bytes.ts';
import type { ImageSource } from '../../src/datasets/source.ts';
import { openUserImages } from '../../src/datasets/userImages.ts';
import { gzip, idxFile, numpyArchive, numpyFile, pixelBytes, reader, side } from './files.ts';

const n = 4;
const bytes = pixelBytes(n);
const labels = Uint8Array.of(3, 1, 4, 1);
const floats = Float32Array.from(bytes, (value) => value / 255);
const idxImages = idxFile([n, side, side], bytes);
const idxLabels = idxFile([n], labels);

const open = (files: Record<string, Uint8Array>) => openUserImages(Object.keys(files), reader(files));
const openArchive = (arrays: Record<string, Uint8Array>) => open({ 'a.npz': numpyArchive(arrays) });

async function expectTheImages(source: ImageSource) {
  expect(source).toMatchObject({ size: n, shape: [side, side, 1] });
  const area = side * side;
  const { pixels, labels: found } = await source.read([2, 0]);
  expect([...found]).toEqual([4, 3]);
  const wanted = [...floats.subarray(2 * area, 3 * area), ...floats.subarray(0, area)];
  expect(Math.max(...wanted.map((value, i) => Math.abs(value - pixels[i]!)))).toBeLessThan(1e-7);
}

describe('images of the user', () => {
  it('come from a pair of idx files, gzipped or not', async () => {
    await expectTheImages(await open({ 'x.idx': idxImages, 'y.idx': idxLabels }));
    await expectTheImages(await open({ 'x.gz': gzip(idxImages), 'y.idx': idxLabels }));
  });

  it('come from an archive of bytes and 64-bit labels', async () => {
    const y = numpyFile([n], BigInt64Array.from(labels, BigInt));
    await expectTheImages(await openArchive({ x: numpyFile([n, side, side], bytes), y }));
  });

  it.each([
    ['images', 'labels', floats],
    ['x_test', 'y_test', Float64Array.from(bytes, (value) => value / 255)],
    ['X', 'y', floats],
  ])('come from an archive with %s and %s of floats and a channel axis', async (x, y, values) => {
    const arrays = { [x]: numpyFile([n, side, side, 1], values), [y]: numpyFile([n, 1], Int32Array.from(labels)) };
    await expectTheImages(await openArchive(arrays));
  });

  it('come from a pair of NPY files, also with the bytes of a number in reverse order', async () => {
    const swapped = Int16Array.from(labels, (label) => label << 8);
    const y = numpyFile([n], swapped, { descr: "'>i2'" });
    await expectTheImages(await open({ 'x.npy': numpyFile([n, side, side], bytes), 'y.npy': y }));
  });

  it('carry the hash of the files joined', async () => {
    const { sha256 } = await open({ 'x.idx': idxImages, 'y.idx': idxLabels });
    expect(sha256).toBe(sha256Hex(Buffer.concat([idxImages, idxLabels])));
  });
});

const x = numpyFile([n, side, side], bytes);
const y = numpyFile([n], labels);
const with255 = Float32Array.from(bytes);
const withNaN = floats.map((value, i) => (i === 30 ? Number.NaN : value));
const archive = numpyArchive({ x, y });
const huge = idxFile([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], bytes);

/** Name of the case, the files, and what the message must say. */
const refusals: [string, Record<string, Uint8Array>, RegExp[]][] = [
  [
    'a file that is cut off',
    { 'x.idx': idxImages.slice(0, 60), 'y.idx': idxLabels },
    [/x\.idx: expected 100 .* got 44; .*truncated/],
  ],
  ['a gzip file that is cut off', { 'x.gz': gzip(idxImages).slice(0, 40), 'y.idx': idxLabels }, [/x\.gz: .*truncated/]],
  [
    'one file that is no archive at all',
    { 'a.npz': Uint8Array.of(120) },
    [/a\.npz: expected an idx, NPY or NPZ file, got one of 1 bytes that begins with 78/],
  ],
  ['an archive that is cut off', { 'a.npz': archive.slice(0, -30) }, [/a\.npz: expected a whole ZIP .*truncated/]],
  [
    'some other file',
    { 'x.png': Uint8Array.of(137, 80, 78, 71), 'y.idx': idxLabels },
    [/x\.png: expected an idx, NPY or NPZ.*89 50 4e 47/],
  ],
  ['an empty file', { 'x.idx': new Uint8Array(0), 'y.idx': idxLabels }, [/x\.idx: .*0 bytes/]],
  ['an empty archive', { 'a.npz': new Uint8Array(0) }, [/a\.npz: expected an idx, NPY or NPZ file, got 0 bytes/]],
  [
    'idx files of floats',
    { 'x.idx': idxFile([n], bytes, 13), 'y.idx': idxLabels },
    [/expected unsigned bytes, got float32/],
  ],
  [
    'sizes no file could hold',
    { 'x.idx': huge, 'y.idx': idxLabels },
    [/x\.idx: expected 3\.4\d*e\+38 bytes.*truncated/],
  ],
  [
    'another number of labels',
    { 'x.idx': idxImages, 'y.idx': idxFile([3], labels.slice(1)) },
    [/y\.idx: expected 4 labels.*got 3/],
  ],
  [
    'labels in the place of images',
    { 'y.idx': idxLabels, 'x.idx': idxImages },
    [/y\.idx: expected images/, /x\.idx: expected one class number/],
  ],
  [
    'floats up to 255',
    { 'a.npz': numpyArchive({ x: numpyFile([n, side, side], with255), y }) },
    [/got 51 in image 0; divide by 255/],
  ],
  [
    'floats below zero',
    {
      'a.npz': numpyArchive({
        x: numpyFile(
          [n, side, side],
          floats.map((value) => value - 0.5),
        ),
        y,
      }),
    },
    [/got -0\.\d+ in image 0; undo the normalisation/],
  ],
  ['NaN', { 'a.npz': numpyArchive({ x: numpyFile([n, side, side], withNaN), y }) }, [/got NaN in image 1/]],
  [
    'pixels as 32-bit integers',
    { 'a.npz': numpyArchive({ x: numpyFile([n, side, side], Int32Array.from(bytes)), y }) },
    [/got int32; .*astype\(np\.uint8\)/],
  ],
  [
    'bytes of 0 and 1',
    {
      'a.npz': numpyArchive({
        x: numpyFile(
          [n, side, side],
          bytes.map((b) => b & 1),
        ),
        y,
      }),
    },
    [/none above 1; multiply them by 255/],
  ],
  [
    'channels first',
    { 'a.npz': numpyArchive({ x: numpyFile([2, 1, 10, 5], bytes), y }) },
    [/channels first; use \.transpose/],
  ],
  ['flat images', { 'a.npz': numpyArchive({ x: numpyFile([n, side * side], bytes), y }) }, [/got \[4, 25\]; reshape/]],
  [
    'no image at all',
    { 'a.npz': numpyArchive({ x: numpyFile([0, side, side], new Uint8Array(0)), y }) },
    [/at least one image/],
  ],
  [
    'one-hot labels',
    { 'a.npz': numpyArchive({ x, y: numpyFile([n, 2], new Float32Array(2 * n)) }) },
    [/one-hot rows; use \.argmax\(axis=1\)/],
  ],
  [
    'labels as floats',
    { 'a.npz': numpyArchive({ x, y: numpyFile([n], new Float32Array(n)) }) },
    [/as integers, got float32/],
  ],
  [
    'labels below zero',
    { 'a.npz': numpyArchive({ x, y: numpyFile([n], Int32Array.of(0, -1, 0, 0)) }) },
    [/got -1 for image 1/],
  ],
  [
    'labels that would wrap around',
    { 'a.npz': numpyArchive({ x, y: numpyFile([n], new BigInt64Array(n).fill(2n ** 32n + 3n)) }) },
    [/got 4294967299 for image 0/],
  ],
  [
    'Fortran order',
    { 'a.npz': numpyArchive({ x: numpyFile([n, side, side], bytes, { fortran_order: 'True' }), y }) },
    [/np\.ascontiguousarray/],
  ],
  [
    'Python objects',
    { 'a.npz': numpyArchive({ x, y: numpyFile([n], labels, { descr: "'|O'" }) }) },
    [/a\.npz: y: expected numbers, got type '\|O'/],
  ],
  ['an array without labels', { 'a.npz': numpyArchive({ x, z: y }) }, [/labels named y, labels, y_test, got x, z/]],
  ['images without labels', { 'x.idx': idxImages }, [/labels are missing/]],
  ['an archive beside labels', { 'a.npz': archive, 'y.idx': idxLabels }, [/give it alone/]],
  ['three files', { a: idxImages, b: idxLabels, c: idxLabels }, [/no comma/]],
];

describe('images of the user that cannot be used', () => {
  it.each(refusals)('are refused with a reason: %s', async (_, files, said) => {
    const error: Error = await open(files).then(
      () => expect.unreachable(),
      (reason) => reason,
    );
    expect(error).toMatchObject({ name: 'LabError', code: 'asset' });
    for (const pattern of said) expect(error.message).toMatch(pattern);
  });
});
