import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { encode } from 'jpeg-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/bytes.ts';
import { joinBytes } from '../../src/core/join.ts';
import { decodeJpeg } from '../../src/core/jpeg.ts';
import { cifar10Card } from '../../src/datasets/cifar10.card.ts';
import { cifar10Folders, type FolderSet } from '../../src/datasets/cifar10.folders.ts';
import { readFolderImages, readFolderPart } from '../../src/platform/folderImages.ts';

const size = 16;

/** One colour all over, which JPEG keeps up to rounding. */
function jpegFile(red: number, green: number, blue: number, width = size): Uint8Array {
  const data = Uint8Array.from({ length: width * size * 4 }, (_, i) => [red, green, blue, 255][i % 4]!);
  return new Uint8Array(encode({ width, height: size, data }, 95).data);
}

const files = {
  'b/0.jpg': jpegFile(200, 10, 30),
  'a/1.jpg': jpegFile(0, 0, 0),
  'b/1.jpg': jpegFile(60, 200, 90),
  'a/0.jpg': jpegFile(255, 255, 255),
};
const inOrder = ['a/0.jpg', 'b/0.jpg', 'a/1.jpg', 'b/1.jpg'] as const;
const pixelsOf = (name: keyof typeof files) => decodeJpeg(name, files[name]).pixels;
const parts = [inOrder.slice(0, 2), inOrder.slice(2)].map((names) =>
  joinBytes([Uint8Array.of(0, 1), ...names.map(pixelsOf)]),
);
const set: FolderSet = {
  ...cifar10Folders,
  id: 'tiny',
  shape: [size, size, 3],
  classes: 2,
  size: 4,
  partSize: 2,
  sha256: sha256Hex(joinBytes(parts)),
};

let root: string;
let places: { root: string; cache: string };
const archive = () => join(root, set.folder, set.archive);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'folders-'));
  places = { root, cache: join(root, 'cache') };
  await mkdir(join(root, set.folder));
  await writeFile(archive(), zipSync(files));
});
afterEach(() => rm(root, { recursive: true }));

describe('a JPEG file', () => {
  it('becomes the colours it was made of, one value after the other', () => {
    const { width, height, channels, pixels } = decodeJpeg('x.jpg', jpegFile(200, 10, 30, 24));
    expect([width, height, channels, pixels.length]).toEqual([24, size, 3, 24 * size * 3]);
    for (const [i, value] of pixels.entries()) expect(Math.abs(value - [200, 10, 30][i % 3]!)).toBeLessThan(4);
  });

  it('that is cut off or none at all is refused by its name', () => {
    const whole = jpegFile(1, 2, 3);
    for (const bytes of [whole.slice(0, 300), whole.slice(0, -20), Uint8Array.of(1, 2, 3), new Uint8Array()])
      expect(() => decodeJpeg('set.zip: cat/1.jpg', bytes)).toThrow(/^set\.zip: cat\/1\.jpg: expected a whole JPEG/);
  });
});

describe('images in class folders', () => {
  it('are decoded in turns of their classes, kept, and read from there when the archive is gone', async () => {
    expect(await readFolderPart(set, 1, places)).toEqual(parts[1]);
    await rm(archive());
    const { labels, pixels } = await readFolderImages(set, places);
    expect([...labels]).toEqual([0, 1, 0, 1]);
    expect(pixels).toEqual(joinBytes(inOrder.map(pixelsOf)));
  });

  it('that were changed after they were kept are noticed', async () => {
    await readFolderPart(set, 0, places);
    const kept = join(places.cache, 'tiny/part-1.pack');
    const bytes = await readFile(kept);
    bytes[5]! ^= 1;
    await writeFile(kept, bytes);
    await expect(readFolderImages(set, places)).rejects.toThrow(/expected images with sha256 .* delete the folder/);
  });

  it('that are missing are asked for, with the folder to set', async () => {
    await expect(readFolderPart(set, 0, { cache: places.cache })).rejects.toThrow(/^EPSILON_DATA: expected the folder/);
    await rm(archive());
    await expect(readFolderPart(set, 0, places)).rejects.toThrow(/train\.zip: no such file; get CIFAR-10/);
  });

  it('that are others, or of another size, are refused', async () => {
    await writeFile(archive(), zipSync({ ...files, 'a/0.jpg': jpegFile(9, 9, 9) }));
    await expect(readFolderPart(set, 0, places)).rejects.toThrow(/train\.zip: expected images with sha256/);
    await writeFile(archive(), zipSync({ ...files, 'a/0.jpg': jpegFile(9, 9, 9, 8) }));
    await expect(readFolderPart(set, 0, places)).rejects.toThrow(/a\/0\.jpg: expected 16 × 16 pixels, got 8 × 16/);
  });
});

describe('the card of CIFAR-10', () => {
  it('names a hash for each part of the images that nobody trains on', () => {
    expect(cifar10Card.parts).toHaveLength(cifar10Card.size / cifar10Card.partSize);
    expect(cifar10Card.partSize).toBe(cifar10Folders.partSize);
    expect(cifar10Card.shape).toEqual(cifar10Folders.shape);
  });
});
