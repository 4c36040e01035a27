import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findLocalData } from '../../scripts/local-data.mjs';
import { serveFolder } from '../../scripts/static-server.mjs';
import { packImages } from '../../src/cli/packImages.ts';
import { openUserImages } from '../../src/datasets/userImages.ts';
import { readBytes } from '../../src/platform/nodeEnv.ts';
import { pngFile } from '../../src/spec/export/pngFile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epsilon-pack-'));
  for (const [name, value] of [
    ['dog', 0.2],
    ['cat', 0.4],
  ] as const) {
    await mkdir(join(folder, 'pets', name), { recursive: true });
    const pixels = new Float32Array(8).fill(value);
    await writeFile(join(folder, 'pets', name, '1.png'), pngFile({ width: 4, height: 2, channels: 1, pixels }));
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('epsilon data pack', () => {
  it('makes of a folder the images that --images takes, with the names of their classes', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const out = join(folder, 'pets.npz');
    await packImages([`${folder}/./pets`], { out, fit: 'stretch', size: '2x3x1' });
    expect(stderr.mock.lastCall?.[0]).toContain('2 images of 2 classes, 2 × 3 × 1');
    stderr.mockRestore();
    const source = await openUserImages([out], readBytes);
    expect(source).toMatchObject({ size: 2, shape: [2, 3, 1], classNames: ['cat', 'dog'] });
    const { pixels, labels } = await source.read([0, 1]);
    expect([[...labels], pixels[0], pixels[6]]).toEqual([[0, 1], Math.fround(102 / 255), Math.fround(51 / 255)]);
  });

  it.each([
    [{ size: '0x3' }, /--size/],
    [{ size: '32' }, /--size/],
    [{ fit: 'squeeze' }, /--fit: expected one of crop, pad, stretch/],
  ])('refuses %j', async (flags, message) => {
    await expect(packImages([folder], { out: join(folder, 'x.npz'), ...flags })).rejects.toThrow(message);
  });

  it('says of a file that cannot be written which and why, as every command does', async () => {
    const out = join(folder, 'nowhere/x.npz');
    const failure = { code: 'asset', message: `${out}: cannot be written (ENOENT)` };
    await expect(packImages([join(folder, 'pets')], { out })).rejects.toMatchObject(failure);
  });

  it('is what --images asks for when it gets a folder', async () => {
    await expect(openUserImages([join(folder, 'pets')], readBytes)).rejects.toThrow(/epsilon data pack/);
  });
});

describe('images on the computer of the server', () => {
  it('are listed and served where all files of a set are there, and nothing else is', async () => {
    await mkdir(join(folder, 'data/mnist'), { recursive: true });
    await mkdir(join(folder, 'data/cifar10-jpg'));
    await writeFile(join(folder, 'data/cifar10-jpg/train.zip'), 'the archive');
    await writeFile(join(folder, 'data/mnist/train-images-idx3-ubyte.gz'), 'without its labels');
    await writeFile(join(folder, 'data/secret.txt'), 'no');
    const { server, address } = await serveFolder(join(folder, 'pets'), {
      port: 4800,
      local: () => findLocalData(join(folder, 'data')),
    });
    try {
      const get = async (path: string) => {
        const response = await fetch(address + path);
        return response.ok ? response.text() : response.status;
      };
      expect(JSON.parse(String(await get('local/list.json')))).toEqual({
        folder: join(folder, 'data'),
        sets: ['cifar10-jpg'],
      });
      expect(await get('local/cifar10-jpg/train.zip')).toBe('the archive');
      for (const path of ['local/secret.txt', 'local/mnist/train-images-idx3-ubyte.gz', 'local/..%2Fdata%2Fsecret.txt'])
        expect(await get(path), path).toBe(404);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
