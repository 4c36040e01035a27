import { sha256Hex } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import type { GeneratedCard } from './card.ts';
import { makeSignPainter, type SignStream } from './signs/drawSign.ts';
import type { ImageSource } from './source.ts';

/** Labelled images, one byte per label and per value. */
interface Bytes {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Images of a stream at these positions, in this order; any may be asked for, and asked for again. */
export function drawSigns(stream: SignStream, positions: ArrayLike<number>): Bytes {
  return drawWith(makeSignPainter(stream), stream.size, positions);
}

/**
 * A data set that is drawn, image by image, when it is read.
 *
 * @throws {LabError} `contract`, when this machine draws other bytes than the card says: its numbers could not be compared.
 */
export function openGenerated(card: GeneratedCard): ImageSource {
  const source = opened.get(card) ?? openAnew(card);
  opened.set(card, source);
  return source;
}

/** Painting the plates takes a few tenths of a second; every run of a worker opens its images again. */
const opened = new WeakMap<GeneratedCard, ImageSource>();

function openAnew(card: GeneratedCard): ImageSource {
  const { id, stream, seed, difficulty, fingerprint, shape, size } = card;
  const paint = makeSignPainter({ stream, seed, difficulty, size: shape[0] });
  const found = fingerprintOf(drawWith(paint, shape[0], Array.from(card.classNames.keys())));
  if (found !== fingerprint)
    throw new LabError('contract', `${id}: expected images with fingerprint ${fingerprint}, drew ${found}`);
  return {
    id,
    sha256: sha256Hex(new TextEncoder().encode(JSON.stringify([stream, seed, difficulty, shape, fingerprint]))),
    size,
    shape,
    async read(positions) {
      const { pixels, labels } = drawWith(paint, shape[0], positions);
      return { pixels: Float32Array.from(pixels, (byte) => byte / 255), labels: Int32Array.from(labels) };
    },
  };
}

/** What a card calls its fingerprint. */
export function fingerprintOf({ pixels, labels }: Bytes): string {
  const all = new Uint8Array(labels.length + pixels.length);
  all.set(labels);
  all.set(pixels, labels.length);
  return sha256Hex(all);
}

function drawWith(paint: ReturnType<typeof makeSignPainter>, size: number, positions: ArrayLike<number>): Bytes {
  const area = size * size * 3;
  const pixels = new Uint8Array(positions.length * area);
  const draw = (position: number, i: number) => paint(position, pixels.subarray(i * area, (i + 1) * area));
  return { pixels, labels: Uint8Array.from(positions, draw) };
}
