import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/bytes.ts';
import { readTrainingImages } from '../../src/platform/trainingData.ts';
import { readIfThere, replaceFile } from '../../src/platform/wholeFiles.ts';
import { trainingSets } from '../../src/training/sets.ts';

const { origin: published } = trainingSets['mnist-train'];
const range = { from: 1, to: 3 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the training images', () => {
  it('that are missing are named, with their publisher and what to set', async () => {
    await expect(readTrainingImages(published, range, folder)).rejects.toMatchObject({
      code: 'asset',
      message: expect.stringMatching(
        /train-images-idx3-ubyte\.gz, .*train-labels-idx1-ubyte\.gz: no such file; get .* from the MNIST database .*set EPSILON_DATA/,
      ),
    });
  });

  it('cannot be found without a folder', async () => {
    await expect(readTrainingImages(published, range, '')).rejects.toThrow(/^EPSILON_DATA: expected the folder/);
  });

  it('that are not the published ones are refused', async () => {
    await mkdir(join(folder, 'mnist'));
    for (const name of ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'])
      await writeFile(join(folder, 'mnist', name), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0));
    await expect(readTrainingImages(published, range, folder)).rejects.toThrow(/expected content with sha256 ba891046/);
  });
});

describe('a range of published images', () => {
  it.each([
    ['plain', (bytes: Uint8Array) => bytes],
    ['compressed', (bytes: Uint8Array) => gzipSync(bytes)],
  ])('is cut out of %s files', async (_, pack) => {
    const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 10, 11, 20, 21, 30, 31);
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9);
    const set = {
      ...published,
      images: { name: 'images', sha256: sha256Hex(images) },
      labels: { name: 'labels', sha256: sha256Hex(labels) },
    };
    await mkdir(join(folder, 'mnist'));
    await writeFile(join(folder, 'mnist/images'), pack(images));
    await writeFile(join(folder, 'mnist/labels'), pack(labels));
    const found = await readTrainingImages(set, range, folder);
    expect([...found.pixels]).toEqual([20, 21, 30, 31]);
    expect([...found.labels]).toEqual([8, 9]);
  });
});

describe('a file that is replaced', () => {
  it('has the new content, in a folder made for it, and leaves no draft behind', async () => {
    const path = join(folder, 'deep/er/model.json');
    await replaceFile(path, Uint8Array.of(1));
    await replaceFile(path, Uint8Array.of(2, 3));
    expect([...(await readFile(path))]).toEqual([2, 3]);
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['model.json']);
  });

  it('is named when it cannot be written', async () => {
    await writeFile(join(folder, 'file'), 'x');
    const path = join(folder, 'file', 'model.json');
    await expect(replaceFile(path, Uint8Array.of(1))).rejects.toMatchObject({
      code: 'asset',
      message: expect.stringMatching(/model\.json: cannot be written \(/),
    });
  });
});

describe('a file that may be absent', () => {
  it('is read where it is there, and undefined where it is not', async () => {
    await writeFile(join(folder, 'a'), 'x');
    expect(await readIfThere(join(folder, 'a'))).toHaveLength(1);
    expect(await readIfThere(join(folder, 'b'))).toBeUndefined();
  });
});
