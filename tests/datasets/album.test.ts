import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import type { Raster } from '../../src/core/raster.ts';
import { fitPicture } from '../../src/datasets/album/fitPicture.ts';
import { openAlbum } from '../../src/datasets/album/openAlbum.ts';
import { packAlbum } from '../../src/datasets/album/packAlbum.ts';
import { pngFile } from '../../src/spec/export/pngFile.ts';
import { idxFile, numpyArchive, numpyFile } from './files.ts';

type Files = Readonly<Record<string, Uint8Array>>;
const text = (value: string) => new TextEncoder().encode(value);

/** A picture of one grey, so that its bytes say which it is. */
const grey = (value: number, width = 2, height = 2) =>
  pngFile({ width, height, channels: 1, pixels: new Float32Array(width * height).fill(value / 255) });

const asFiles = (files: Files) => Object.entries(files).map(([name, bytes]) => ({ name, read: async () => bytes }));
const zipped = (files: Files) => asFiles({ 'photos.zip': zipSync(files) });

/** Class and grey of each picture, and what was said about the rest. */
async function contents(files: ReturnType<typeof asFiles>) {
  const album = await openAlbum(files);
  const { pixels, labels, problems } = await packAlbum('album', album, { shape: [1, 1, 1], fit: 'stretch' });
  const said = [...album.problems, ...problems];
  return {
    names: album.classNames,
    pairs: [...labels].map((label, i) => `${label}:${pixels[i]}`),
    codes: said.map(({ code }) => code),
    problems: said,
  };
}

const animals = { 'set/犬/1.png': grey(10), 'set/cat/a.png': grey(20), 'set/cat/b.png': grey(30) };

describe('an album', () => {
  it.each([
    ['files of a folder', asFiles(animals)],
    ['a ZIP archive', zipped(animals)],
    ['a gzipped tar archive', asFiles({ 'a.tgz': gzipSync(tar(animals)) })],
  ])('of class-named folders in %s takes the classes in turn', async (_, files) => {
    expect(await contents(files)).toEqual({
      names: ['cat', '犬'],
      pairs: ['0:20', '1:10', '0:30'],
      codes: [],
      problems: [],
    });
  });

  it('takes numbered folders by their numbers', async () => {
    const { names, pairs } = await contents(asFiles({ '00003/a.png': grey(1), '00001/b.png': grey(2) }));
    expect([names, pairs]).toEqual([
      ['0', '1', '2', '3'],
      ['1:2', '3:1'],
    ]);
  });

  it('takes the two ways to write an accented name for one', async () => {
    const { names, codes } = await contents(
      asFiles({ 'カ\u3099/a.png': grey(1), 'ガ/b.png': grey(2), 'x/c.png': grey(3) }),
    );
    expect([names, codes]).toEqual([['x', 'ガ'], []]);
  });

  it('names and counts what it leaves out, and keeps the rest', async () => {
    const { pairs, problems } = await contents(
      asFiles({
        'cat/a.png': grey(1),
        'cat/broken.png': grey(9).slice(0, 40),
        'dog/b.png': grey(2, 7, 3),
        'dog/no.jpg': text('no image at all'),
        'loose.png': grey(3),
        'cat/notes.txt': text('x'),
        '.DS_Store': text('x'),
        '__MACOSX/cat/._a.png': text('x'),
      }),
    );
    expect(pairs).toEqual(['0:1', '1:2']);
    expect(problems.map(({ code, values }) => [code, values.count, values.names])).toEqual([
      ['left-outside', 1, 'loose.png'],
      ['left-other', 1, 'cat/notes.txt'],
      ['left-unreadable', 2, 'cat/broken.png, dog/no.jpg'],
    ]);
  });

  it('says that one class is one class, and that loose images have none', async () => {
    expect((await contents(asFiles({ 'cat/a.png': grey(1), 'cat/b.png': grey(2) }))).problems).toMatchObject([
      { code: 'one-class', values: { name: 'cat' } },
    ]);
    expect(await contents(asFiles({ 'a.png': grey(1), 'b.png': grey(2) }))).toMatchObject({
      names: [],
      pairs: ['0:1', '0:2'],
    });
  });

  it('takes a name that comes twice once', async () => {
    const twice = [...asFiles({ 'a/1.png': grey(1), 'b/1.png': grey(2) }), ...asFiles({ 'a/1.png': grey(3) })];
    expect(await contents(twice)).toMatchObject({
      pairs: ['0:1', '1:2'],
      problems: [{ code: 'named-twice', values: { count: 1 } }],
    });
  });

  it.each([
    ['with a heading, in any columns', 'ClassId;Width;Filename\n1;9;b.png\n0;9;a.png\n'],
    ['without a heading', 'a.png,0\r\nb.png,1\r\n'],
    ['with lines that end as on old Macs', 'a.png;0\rb.png;1'],
    ['with quotes and paths of another root', '\uFEFF"label","path"\n"0","x/y/a.png"\n"1","./img/b.png"'],
  ])('reads a CSV file %s', async (_, csv) => {
    const files = { 'labels.csv': text(csv), 'img/a.png': grey(1), 'img/b.png': grey(2) };
    expect(await contents(asFiles(files))).toMatchObject({ names: ['0', '1'], pairs: ['0:1', '1:2'], codes: [] });
  });

  it('takes images and labels of German traffic signs from the two archives they are published in', async () => {
    const ppm = (value: number) =>
      Buffer.concat([text('P6\n# made by hand\n1 1\n255\n'), Uint8Array.of(value, value, value)]);
    const folder = 'GTSRB/Final_Test/Images';
    const sizes = text('Filename;Width;Height\n00000.ppm;1;1\n00001.ppm;1;1\n');
    const images = zipSync({
      [`${folder}/00000.ppm`]: ppm(50),
      [`${folder}/00001.ppm`]: ppm(60),
      [`${folder}/GT.test.csv`]: sizes,
    });
    const labels = zipSync({
      'GT-final_test.csv': text('Filename;Width;Height;ClassId\r\n00000.ppm;1;1;2\r\n00001.ppm;1;1;0\r\n'),
    });
    expect(await contents(asFiles({ 'images.zip': images, 'gt.zip': labels }))).toMatchObject({
      names: ['0', '1', '2'],
      pairs: ['0:60', '2:50'],
      codes: [],
    });
  });

  it('counts labels without images, images without labels and labels given twice', async () => {
    const csv = 'file,label\na.png,"yes, ""cat"""\ngone.png,no\na.png,no\nb.png,no\n';
    const files = { 'l.csv': text(csv), 'a.png': grey(1), 'b.png': grey(2), 'c.png': grey(3) };
    const { names, pairs, problems } = await contents(zipped(files));
    expect([names, pairs]).toEqual([
      ['no', 'yes, "cat"'],
      ['0:2', '1:1'],
    ]);
    expect(problems.map(({ code, values }) => [code, values.count, values.names])).toEqual([
      ['labels-alone', 1, 'gone.png'],
      ['named-twice', 1, 'a.png'],
      ['left-unlabelled', 1, 'c.png'],
    ]);
  });

  const x = Uint8Array.of(5, 5, 5, 5, 6, 6, 6, 6);
  it.each([
    [
      'an NPZ archive',
      asFiles({ 'a.npz': numpyArchive({ x: numpyFile([2, 2, 2], x), y: numpyFile([2], Int32Array.of(1, 0)) }) }),
    ],
    [
      'idx files in either order',
      asFiles({ 'y.gz': gzipSync(idxFile([2], [1, 0])), 'x.gz': gzipSync(idxFile([2, 2, 2], x)) }),
    ],
    ['a ZIP archive of idx files', zipped({ 'd/x': idxFile([2, 2, 2], x), 'd/y': idxFile([2], [1, 0]) })],
  ])('takes %s', async (_, files) => {
    expect(await contents(files)).toMatchObject({ names: ['0', '1'], pairs: ['1:5', '0:6'], codes: [] });
  });

  it('takes the test batch of CIFAR-10 as it is published, in the order of its bytes', async () => {
    const batch = (label: number, red: number) => {
      const record = new Uint8Array(3073);
      record.set([label, ...new Array<number>(1024).fill(red)]);
      return record;
    };
    const files = {
      'c/test_batch.bin': Buffer.concat([batch(7, 200), batch(1, 9)]),
      'c/data_batch_1.bin': batch(3, 100),
      'c/readme.html': text('x'),
    };
    const album = await openAlbum(asFiles({ 'cifar-10-binary.tar.gz': gzipSync(tar(files)) }));
    expect(album.problems).toMatchObject([{ code: 'test-only', values: { count: 1 } }]);
    const raster = await album.pictures[0]!.decode();
    expect([album.pictures.length, album.pictures[0]!.label, ...raster.pixels.subarray(0, 3)]).toEqual([
      2, 7, 200, 0, 0,
    ]);
  });

  it.each([
    ['nothing', {}],
    ['other files', { 'a.txt': text('x'), 'b.pdf': text('y') }],
    ['a CSV file of other images', { 'a.csv': text('x.png,1\n'), 'b.png': grey(1) }],
    ['a tar archive that is cut off', { 'a.tar': tar(animals).slice(0, 600) }],
    ['an archive that is none', { 'a.zip': zipSync(animals).slice(0, -30) }],
    ['damaged images only', { 'a/b.png': text('no'), 'c/d.png': text('no') }],
  ])('of %s is refused with a reason', async (_, files) => {
    const failure = contents(asFiles(files as Files));
    await expect(failure).rejects.toBeInstanceOf(LabError);
    await expect(failure).rejects.toMatchObject({
      code: 'asset',
      problems: expect.arrayContaining([expect.anything()]),
    });
  });

  it('of more images than fit into memory is refused before one is decoded', async () => {
    const album = await openAlbum(asFiles({ 'a/1.png': text('no'), 'b/2.png': text('no') }));
    const packing = packAlbum('big', album, { shape: [20_000, 20_000, 3], fit: 'crop' });
    await expect(packing).rejects.toThrow(/big: 2 images of 20000 × 20000 × 3 come to 2289 MiB, more than 256/);
  });
});

/** Red grows from left to right, green from top to bottom. */
const slope = (width: number, height: number): Raster => {
  const pixels = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) pixels.set([i % width, Math.floor(i / width), 90], 3 * i);
  return { width, height, channels: 3, pixels };
};

describe('a picture in another size', () => {
  it('is the same in its own size', () => {
    const picture = slope(9, 6);
    for (const fit of ['crop', 'pad', 'stretch'] as const)
      expect(fitPicture(picture, [6, 9, 3], fit)).toEqual(picture.pixels);
  });

  it('shows the middle when it is cut', () => {
    const cut = fitPicture(slope(200, 100), [100, 100, 3], 'crop');
    expect([cut[0], cut[3 * 99], cut[1], cut[2]]).toEqual([50, 149, 0, 90]);
  });

  it('stands between two black bars when it is set', () => {
    const set = fitPicture(slope(8, 4), [8, 8, 3], 'pad');
    const row = (y: number) => [...set.subarray(24 * y, 24 * y + 3)];
    expect([row(1), row(2), row(5), row(6)]).toEqual([
      [0, 0, 0],
      [0, 0, 90],
      [0, 3, 90],
      [0, 0, 0],
    ]);
  });

  it('averages what it loses: a fine check becomes even grey', () => {
    const pixels = Uint8Array.from({ length: 64 * 64 }, (_, i) => 255 * (((i % 64) + Math.floor(i / 64)) % 2));
    const small = fitPicture({ width: 64, height: 64, channels: 1, pixels }, [8, 8, 1], 'stretch');
    expect(Math.max(...[...small].map((value) => Math.abs(value - 127.5)))).toBeLessThanOrEqual(1);
  });

  it('becomes grey by the weights of BT.601, and grey becomes three equal colours', () => {
    const colours: Raster = { width: 1, height: 1, channels: 3, pixels: Uint8Array.of(100, 50, 200) };
    expect([...fitPicture(colours, [1, 1, 1], 'crop')]).toEqual([Math.round(29.9 + 29.35 + 22.8)]);
    expect([...fitPicture({ ...colours, channels: 1, pixels: Uint8Array.of(7) }, [1, 1, 3], 'crop')]).toEqual([
      7, 7, 7,
    ]);
  });
});

function tar(files: Files): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write(bytes.length.toString(8).padStart(11, '0'), 124);
    head.write('0', 156);
    head.write('ustar', 257);
    return [head, Buffer.from(bytes), Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
