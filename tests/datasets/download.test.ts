import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listData } from '../../src/cli/data.ts';
import { fetchableSets } from '../../src/datasets/fetchable.ts';
import { dataFolder, dataHome } from '../../src/platform/dataHome.ts';
import { download } from '../../src/platform/download.ts';

const content = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
const { signal } = new AbortController();

let root: string;
let server: Server;
let address: string;
let ranges: (string | undefined)[];
/** What the server does: sends all, goes on from the range, breaks off in the middle, or refuses. */
let habit: 'whole' | 'ranged' | 'broken' | 'refusing';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'download-'));
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (habit === 'refusing') return void response.writeHead(503).end();
    if (from >= content.length) return void response.writeHead(416).end();
    if (habit === 'broken') {
      response.writeHead(200, { 'content-length': content.length });
      return void response.write(content.subarray(0, 20_000), () => setTimeout(() => response.destroy(), 50));
    }
    if (habit === 'ranged' && from > 0) {
      response.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
      return void response.end(content.subarray(from));
    }
    response.writeHead(200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.bin`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true });
});

const place = () => ({ root, folder: 'set' });
const fetched = () => readFile(join(root, 'set/x.bin'));
const file = () => ({ name: 'x.bin', addresses: [address], sha256 });

describe('a download', () => {
  it('is checked, and not repeated when the file is there', async () => {
    habit = 'whole';
    expect(await download(file(), place(), signal)).toBe('verified');
    expect(await fetched()).toEqual(content);
    expect(await download(file(), place(), signal)).toBe('there');
    expect(ranges).toHaveLength(1);
  });

  it('goes on where it broke off', async () => {
    habit = 'broken';
    await expect(download(file(), place(), signal)).rejects.toThrow(/what came so far is kept/);
    habit = 'ranged';
    expect(await download(file(), place(), signal)).toBe('verified');
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await fetched()).toEqual(content);
  });

  it('begins anew where the server cannot go on, or what is there is too long', async () => {
    await mkdir(join(root, 'set'));
    for (const begun of [123, content.length + 5]) {
      habit = 'whole';
      await rm(join(root, 'set/x.bin'), { force: true });
      await writeFile(join(root, 'set/x.bin.part'), Buffer.alloc(begun));
      expect(await download(file(), place(), signal)).toBe('verified');
      expect(await fetched()).toEqual(content);
    }
  });

  it('of something else is thrown away', async () => {
    habit = 'whole';
    const other = { ...file(), sha256: '0'.repeat(64) };
    await expect(download(other, place(), signal)).rejects.toThrow(/x\.bin: expected sha256 0{64}, got .* thrown away/);
    await expect(fetched()).rejects.toThrow(/ENOENT/);
    await expect(readFile(join(root, 'set/x.bin.part'))).rejects.toThrow(/ENOENT/);
  });

  it('without a known hash is written down, and has to be the same the next time', async () => {
    habit = 'whole';
    const unknown = { name: 'x.bin', addresses: [address] };
    expect(await download(unknown, place(), signal)).toBe('recorded');
    expect(JSON.parse(await readFile(join(root, 'lock.json'), 'utf8'))).toEqual({ 'set/x.bin': sha256 });
    await rm(join(root, 'set/x.bin'));
    expect(await download(unknown, place(), signal)).toBe('verified');
    await rm(join(root, 'set/x.bin'));
    await writeFile(join(root, 'lock.json'), JSON.stringify({ 'set/x.bin': 'f'.repeat(64) }));
    await expect(download(unknown, place(), signal)).rejects.toThrow(/expected sha256 f{64}/);
  });

  it('takes the next address when one fails, and names every one when all do', async () => {
    habit = 'whole';
    const closed = 'http://127.0.0.1:1/x.bin';
    expect(await download({ ...file(), addresses: [closed, address] }, place(), signal)).toBe('verified');
    habit = 'refusing';
    const both = { ...file(), name: 'y.bin', addresses: [closed, address] };
    await expect(download(both, place(), signal)).rejects.toMatchObject({
      code: 'asset',
      message: expect.stringMatching(
        /127\.0\.0\.1:1\/x\.bin: .*\n.*: HTTP 503\ncheck the connection and fetch it again$/,
      ),
    });
  });
});

describe('the folder of data sets', () => {
  it('is what EPSILON_DATA names, else in the cache of the user', () => {
    expect(dataFolder({ EPSILON_DATA: '/d', HOME: '/h' })).toBe('/d');
    expect(dataFolder({ HOME: '/h' })).toBe('/h/.cache/epsilon-lab/data');
    expect(dataHome({ XDG_CACHE_HOME: '/c', HOME: '/h' })).toBe('/c/epsilon-lab/data');
  });

  it('is listed with what is there and what is missing', async () => {
    await mkdir(join(root, 'cifar10'));
    await writeFile(join(root, 'cifar10', fetchableSets.cifar10.files[0]!.name), '');
    const text = listData(root);
    expect(text).toMatch(/cifar10 {2}CIFAR-10.*\n {2}all files are there/);
    expect(text).toMatch(/gtsrb {2}.*\n {2}3 of 3 files missing: gtsrb\/GTSRB_Final_Training_Images\.zip/);
  });
});
