import { gunzipSync } from 'fflate';
import { type ReadBytes, sha256Hex, verifySha256 } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import type { PackedCard } from './card.ts';
import type { ImageSource } from './source.ts';

/** One byte per label and per pixel. */
interface Part {
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * A shipped data set. Parts are fetched when one of their images is asked for, checked against the card, and kept.
 *
 * @throws {LabError} `asset`, on reading, when a part is missing, truncated or not the published one.
 */
export function openPacked(card: PackedCard, read: ReadBytes): ImageSource {
  const parts = new Map<number, Promise<Part>>();
  const partOf = (position: number) => {
    const index = Math.floor(position / card.partSize);
    const part = parts.get(index) ?? readPart(card, index, read);
    parts.set(index, part);
    part.catch(() => parts.delete(index)); // so that a later run may try again
    return part;
  };
  return {
    id: card.id,
    sha256: sha256Hex(new TextEncoder().encode(card.parts.join('\n'))),
    size: card.size,
    shape: card.shape,
    async read(positions) {
      const [h, w, c] = card.shape;
      const area = h * w * c;
      const pixels = new Float32Array(positions.length * area);
      const labels = new Int32Array(positions.length);
      for (const [i, position] of positions.entries()) {
        const part = await partOf(position);
        const at = position % card.partSize;
        labels[i] = part.labels[at]!;
        for (let p = 0; p < area; p++) pixels[i * area + p] = part.pixels[at * area + p]! / 255;
      }
      return { pixels, labels };
    },
  };
}

async function readPart(card: PackedCard, index: number, read: ReadBytes): Promise<Part> {
  const where = `data/${card.id}/part-${index}.pack`;
  const bytes = unpack(where, await read(where));
  verifySha256(where, bytes, card.parts[index]!);
  const count = Math.min(card.partSize, card.size - index * card.partSize);
  return { labels: bytes.subarray(0, count), pixels: bytes.subarray(count) };
}

/** Some servers undo the compression on the way; the first two bytes tell. */
function unpack(where: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw badFile(where, 'gzip', { size: bytes.length }, { cause });
  }
}
