import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/core/bytes.ts';
import type { GeneratedCard } from '../../src/datasets/card.ts';
import { drawSigns, fingerprintOf, openGenerated } from '../../src/datasets/generated.ts';
import type { SignStream } from '../../src/datasets/signs/drawSign.ts';
import { faces } from '../../src/datasets/signs/faces.ts';
import { signsCard, signsHardCard } from '../../src/datasets/signs.card.ts';

const test: SignStream = { seed: 1, stream: 'test', difficulty: 0.4, size: 32 };
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const pictures = (stream: SignStream, positions: readonly number[]) => {
  const { pixels } = drawSigns(stream, positions);
  const area = stream.size * stream.size * 3;
  return positions.map((_, i) => pixels.subarray(i * area, (i + 1) * area));
};
const mean = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length;

describe('the signs', () => {
  it.each<[string, GeneratedCard]>([
    ['signs', signsCard],
    ['signs-hard', signsHardCard],
  ])('of %s are the ones on the card', (_, card) => {
    expect(openGenerated(card)).toMatchObject({ id: card.id, size: 10000, shape: [32, 32, 3] });
    expect(() => openGenerated({ ...card, seed: 2 })).toThrow(/expected images with fingerprint/);
  });

  it('depend on their position alone, not on what was drawn before', () => {
    const [far, near, again] = pictures(test, [4321, 7, 4321]);
    expect(again).toEqual(far);
    expect(pictures(test, [7])[0]).toEqual(near);
  });

  it('come in classes that take turns', async () => {
    expect(faces).toHaveLength(signsCard.classNames.length);
    expect([...drawSigns(test, upTo(45)).labels]).toEqual(upTo(45).map((k) => k % 20));
    const { labels, pixels } = await openGenerated(signsCard).read([41, 3]);
    expect([...labels]).toEqual([1, 3]);
    expect(pixels).toEqual(Float32Array.from(drawSigns(test, [41, 3]).pixels, (byte) => byte / 255));
  });

  it('differ from stream to stream, from seed to seed and from position to position', () => {
    const streams = [test, { ...test, stream: 'train' }, { ...test, seed: 2 }] as const;
    const hashes = streams.flatMap((stream) => pictures(stream, upTo(200)).map(sha256Hex));
    expect(new Set(hashes).size).toBe(600);
  });

  it.each([7, 33, 64, 96])('of %i pixels show the same pictures', (size) => {
    const small = pictures(test, [0, 13, 26]);
    const other = pictures({ ...test, size }, [0, 13, 26]);
    for (const [i, picture] of other.entries()) {
      expect(picture).toHaveLength(size * size * 3);
      expect(Math.abs(mean(picture) - mean(small[i]!))).toBeLessThan(6);
    }
  });

  it('are the harder to tell apart the greater the difficulty', () => {
    const contrast = (difficulty: number) => {
      const [stop, limit] = pictures({ ...test, difficulty, size: 8 }, [0, 3]);
      return stop!.reduce((sum, byte, i) => sum + Math.abs(byte - limit![i]!), 0);
    };
    expect(contrast(0)).toBeGreaterThan(contrast(1));
  });

  it('use no function whose last bit engines may choose', () => {
    const folder = new URL('../../src/datasets/signs/', import.meta.url);
    const exact = /^(abs|ceil|floor|imul|max|min|round|sqrt)$/;
    for (const file of readdirSync(folder)) {
      const code = readFileSync(new URL(file, folder), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const used = [...code.matchAll(/Math\.(\w+)/g)].map(([, name]) => name!);
      expect([file, used.filter((name) => !exact.test(name))]).toEqual([file, []]);
      expect(code, file).not.toMatch(/\*\*|\.normal\(/);
    }
  });
});

describe('the fingerprint', () => {
  it('covers labels and pixels', () => {
    const bytes = drawSigns(test, [0]);
    expect(fingerprintOf({ ...bytes, labels: Uint8Array.of(1) })).not.toBe(fingerprintOf(bytes));
    expect(fingerprintOf({ ...bytes, pixels: bytes.pixels.slice(1) })).not.toBe(fingerprintOf(bytes));
  });
});
