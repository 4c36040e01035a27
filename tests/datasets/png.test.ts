import { deflateSync } from 'node:zlib';
import { Unzlib } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { crc32 } from '../../src/core/crc32.ts';
import { LabError } from '../../src/core/errors.ts';
import { decodePng } from '../../src/core/png.ts';
import { makeRng } from '../../src/core/rng.ts';
import { pngFile } from '../../src/spec/export/pngFile.ts';
import { damage } from './files.ts';

interface Form {
  readonly type: number;
  readonly depth: number;
  readonly filter: (row: number) => number;
  readonly interlaced?: boolean;
  readonly extra?: Readonly<Record<string, Uint8Array>>;
}

const counts: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const chunk = (name: string, data: Uint8Array) => {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
};

/** Bits of samples in a row, packed; then the filter as the specification states it, from the unfiltered bytes. */
function rows(samples: number[][], { type, depth, filter }: Form): Buffer {
  const packed = samples.map((row) => {
    const bits = row.map((value) => value.toString(2).padStart(depth, '0')).join('');
    return Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
      Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
    );
  });
  const step = Math.max(1, (counts[type]! * depth) / 8);
  const lines = packed.map((row, y) => {
    const f = filter(y);
    return [
      f,
      ...row.map(
        (value, x) =>
          (value - guess(f, row[x - step] ?? 0, packed[y - 1]?.[x] ?? 0, packed[y - 1]?.[x - step] ?? 0)) & 255,
      ),
    ];
  });
  return Buffer.from(lines.flat());
}

function guess(filter: number, a: number, b: number, c: number): number {
  if (filter === 4) {
    const p = a + b - c;
    const near = [a, b, c].map((value) => Math.abs(p - value));
    return [a, b, c][near.indexOf(Math.min(...near))]!;
  }
  return [0, a, b, Math.floor((a + b) / 2)][filter]!;
}

/** `samples[y][x * samples per pixel + s]` as a PNG of this form. */
function encode(samples: number[][], form: Form): Uint8Array {
  const per = counts[form.type]!;
  const [width, height] = [samples[0]!.length / per, samples.length];
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([form.depth, form.type, 0, 0, form.interlaced ? 1 : 0], 8);
  const passes = form.interlaced ? ['0088', '4088', '0448', '2044', '0224', '1022', '0112'] : ['0011'];
  const data = passes.map((pass) => {
    const [x0, y0, dx, dy] = [...pass].map(Number) as [number, number, number, number];
    const part = samples
      .filter((_, y) => y >= y0 && (y - y0) % dy === 0)
      .map((row) => row.filter((_, i) => Math.floor(i / per) >= x0 && (Math.floor(i / per) - x0) % dx === 0));
    return part[0]?.length ? rows(part, form) : Buffer.alloc(0);
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...Object.entries(form.extra ?? {}).map(([name, bytes]) => chunk(name, bytes)),
    chunk('IDAT', deflateSync(Buffer.concat(data))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const rng = makeRng(3);
const random = (height: number, width: number, depth: number) =>
  Array.from({ length: height }, () => Array.from({ length: width }, () => Math.floor(rng.uniform() * 2 ** depth)));
const mixed = (row: number) => row % 5;
const eight = (samples: number[][], depth: number) =>
  samples.flat().map((value) => (depth === 16 ? value >> 8 : Math.round((value * 255) / (2 ** depth - 1))));

describe('PNG images', () => {
  it.each([1, 2, 4, 8, 16])('in grey of %i bits have the values that were written, with every filter', (depth) => {
    const samples = random(11, 13, depth);
    const { pixels, ...facts } = decodePng('a.png', encode(samples, { type: 0, depth, filter: mixed }));
    expect(facts).toEqual({ width: 13, height: 11, channels: 1 });
    expect([...pixels]).toEqual(eight(samples, depth));
  });

  it.each([8, 16])('in colours of %i bits, interlaced or not, are the same picture', (depth) => {
    const samples = random(10, 9 * 3, depth);
    for (const interlaced of [false, true]) {
      const { pixels, channels } = decodePng('a.png', encode(samples, { type: 2, depth, filter: mixed, interlaced }));
      expect(channels).toBe(3);
      expect([...pixels]).toEqual(eight(samples, depth));
    }
  });

  it('with a palette have its colours, on white where they are transparent', () => {
    const extra = { PLTE: Uint8Array.of(255, 0, 0, 0, 0, 0, 10, 20, 30), tRNS: Uint8Array.of(255, 102) };
    const { pixels } = decodePng('a.png', encode([[0, 1, 2]], { type: 3, depth: 2, filter: () => 0, extra }));
    expect([...pixels]).toEqual([255, 0, 0, 153, 153, 153, 10, 20, 30]);
  });

  it.each([
    [4, [[0, 255, 0, 0, 0, 51]], [0, 255, 204]],
    [6, [[10, 20, 30, 255, 0, 0, 0, 0]], [10, 20, 30, 255, 255, 255]],
  ])('of colour type %i show white behind what is transparent', (type, samples, wanted) => {
    expect([...decodePng('a.png', encode(samples, { type, depth: 8, filter: () => 1 })).pixels]).toEqual(wanted);
  });

  it('that this lab writes come back', () => {
    const pixels = Float32Array.from({ length: 7 * 5 * 3 }, (_, i) => (i % 256) / 255);
    const back = decodePng('a.png', pngFile({ width: 7, height: 5, channels: 3, pixels }));
    expect([...back.pixels]).toEqual([...pixels].map((value) => Math.round(255 * value)));
  });

  it('that are damaged end in a reason, and take no memory for what they only claim', () => {
    const whole = encode(random(20, 60, 8), { type: 2, depth: 8, filter: mixed });
    let refused = 0;
    for (let seed = 0; seed < 250; seed++) {
      try {
        decodePng('a.png', damage(whole, seed));
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(LabError);
        expect(error).toMatchObject({ code: 'asset', message: expect.stringMatching(/^a\.png: expected a whole PNG/) });
      }
    }
    expect(refused).toBeGreaterThan(200);
    const bomb = encode([[1]], { type: 0, depth: 8, filter: () => 0 });
    const at = Buffer.from(bomb).indexOf('IDAT') - 4;
    const packed = Buffer.concat([
      bomb.subarray(0, at),
      chunk('IDAT', deflateSync(Buffer.alloc(2 ** 24))),
      bomb.subarray(-12),
    ]);
    const unpack = vi.spyOn(Unzlib.prototype, 'push');
    expect([...decodePng('a.png', packed).pixels]).toEqual([0]);
    expect(unpack).toHaveBeenCalledOnce(); // with the first of the packed bytes; the others stay packed
    unpack.mockRestore();
  });
});
