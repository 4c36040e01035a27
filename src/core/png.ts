import { Unzlib } from 'fflate';
import { crc32 } from './crc32.ts';
import { badFile } from './errors.ts';
import { joinBytes } from './join.ts';
import { largestPixels, type Raster } from './raster.ts';

/**
 * The picture of a PNG file (W3C PNG, third edition) in grey or three colours, eight bits each; what is transparent shows
 * white behind it. The same bytes in every browser and in Node, which a canvas does not give. Of an animation the first
 * picture, colour profiles are passed over.
 *
 * Not a library: those at hand unpack as much as a file likes to hold.
 * @throws {LabError} `asset` when the file is damaged, cut off, or larger than 64 million pixels.
 */
export function decodePng(where: string, bytes: Uint8Array): Raster {
  const damaged = (reason: string, cause?: unknown) =>
    badFile(where, 'image-damaged', { format: 'PNG', size: bytes.length, reason }, { cause });
  try {
    const { header, palette, alpha, data } = readChunks(bytes);
    const samples = header.interlaced ? woven(data, header) : unfiltered(data, header.width, header.height, header).out;
    return coloured(samples, { header, palette, alpha });
  } catch (cause) {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

export const looksLikePng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Grey 0, colours 2, palette 3, grey with alpha 4, colours with alpha 6. */
  readonly type: number;
  /** Numbers of a pixel. */
  readonly samples: number;
  readonly interlaced: boolean;
}

const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array | undefined;
  readonly alpha: Uint8Array | undefined;
  readonly data: Uint8Array;
}

function readChunks(bytes: Uint8Array): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array[]>();
  for (let at = signature.length; ; ) {
    const length = view.getUint32(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    const name = String.fromCharCode(...named.subarray(0, 4));
    if (view.getUint32(at + 8 + length) !== crc32(named)) throw new Error(`checksum of ${name}`);
    if (name === 'IEND') break;
    found.set(name, [...(found.get(name) ?? []), named.subarray(4)]);
    at += 12 + length;
  }
  const header = readHeader(found.get('IHDR')?.[0] ?? new Uint8Array(0));
  const data = unpacked(found.get('IDAT') ?? [], sizeOf(header));
  return { header, palette: found.get('PLTE')?.[0], alpha: found.get('tRNS')?.[0], data };
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, type, , , interlace] = bytes.subarray(8);
  const samples = samplesOf[type!];
  if (width === 0 || height === 0 || width * height > largestPixels) throw new Error(`${width} × ${height} pixels`);
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth!))
    throw new Error(`colour type ${type}, ${depth} bits`);
  return { width, height, depth: depth!, type: type!, samples, interlaced: interlace === 1 };
}

/** Bytes of a row without the filter in front. */
const rowBytes = (width: number, { depth, samples }: Header) => Math.ceil((width * samples * depth) / 8);

const sizeOf = (header: Header): number =>
  passesOf(header).reduce((sum, { width, height }) => sum + (width ? height * (1 + rowBytes(width, header)) : 0), 0);

/** Stops as soon as more comes out than the picture needs. */
function unpacked(parts: readonly Uint8Array[], size: number): Uint8Array {
  const out: Uint8Array[] = [];
  let length = 0;
  const stream = new Unzlib((part) => {
    out.push(part);
    length += part.length;
  });
  const slice = 1 << 12; // of which DEFLATE makes 4 MiB at most
  const packed = joinBytes(parts);
  for (let from = 0; from < packed.length && length < size; from += slice)
    stream.push(packed.subarray(from, from + slice), from + slice >= packed.length);
  if (length < size) throw new Error(`${length} of ${size} bytes of pixels`);
  return joinBytes(out);
}

interface Pass {
  readonly width: number;
  readonly height: number;
  /** Where its first pixel is, and how far the next ones are from it. */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** First column, first row and their steps of the passes of Adam7. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passesOf({ width, height, interlaced }: Header): Pass[] {
  const passes = interlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  return passes.map(([x, y, dx, dy]) => ({
    width: Math.max(0, Math.ceil((width - x) / dx)),
    height: Math.max(0, Math.ceil((height - y) / dy)),
    ...{ x, y, dx, dy },
  }));
}

/** Samples of an interlaced picture, each in its place. */
function woven(data: Uint8Array, header: Header): Uint8Array {
  const { width, height, samples } = header;
  const whole = new Uint8Array(width * height * samples);
  let from = 0;
  for (const pass of passesOf(header).filter((some) => some.width > 0 && some.height > 0)) {
    const { out, end } = unfiltered(data.subarray(from), pass.width, pass.height, header);
    from += end;
    for (let i = 0; i < pass.width * pass.height; i++) {
      const column = pass.x + (i % pass.width) * pass.dx;
      const row = pass.y + Math.floor(i / pass.width) * pass.dy;
      whole.set(out.subarray(i * samples, (i + 1) * samples), (row * width + column) * samples);
    }
  }
  return whole;
}

/** Samples of eight bits, row by row, and where their bytes end. Fewer bits stay as they are, of sixteen the upper eight. */
function unfiltered(data: Uint8Array, width: number, height: number, header: Header) {
  const { depth, samples } = header;
  const length = rowBytes(width, header);
  const step = Math.max(1, (samples * depth) / 8);
  const out = new Uint8Array(width * height * samples);
  let above = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const begin = y * (length + 1);
    const row = data.slice(begin + 1, begin + 1 + length);
    undo(data[begin]!, row, above, step);
    for (let i = 0; i < width * samples; i++) out[y * width * samples + i] = sampleAt(row, i, depth);
    above = row;
  }
  return { out, end: height * (length + 1) };
}

function undo(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const guess = filters[filter];
  if (!guess) throw new Error(`filter ${filter}`);
  if (filter === 0) return;
  for (let i = 0; i < row.length; i++) {
    const [left, up, corner] = i < step ? [0, above[i]!, 0] : [row[i - step]!, above[i]!, above[i - step]!];
    row[i] = row[i]! + guess(left, up, corner);
  }
}

const filters: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function sampleAt(row: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return row[i]!;
  if (depth === 16) return row[2 * i]!;
  const perByte = 8 / depth;
  return (row[Math.floor(i / perByte)]! >> (8 - depth - (i % perByte) * depth)) & ((1 << depth) - 1);
}

/** Pixels in grey or in three colours, on white. */
function coloured(given: Uint8Array, { header, palette, alpha }: Omit<Chunks, 'data'>): Raster {
  const { width, height, type, depth, samples } = header;
  const channels = type === 0 || type === 4 ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  if (type === 3 && !palette) throw new Error('no palette');
  for (let i = 0; i < width * height; i++) {
    const index = given[i]!;
    for (let c = 0; c < channels; c++) {
      if (type === 3) pixels[i * 3 + c] = onWhite(palette![3 * index + c] ?? 0, alpha?.[index] ?? 255);
      else {
        const opacity = samples > channels ? given[(i + 1) * samples - 1]! : 255;
        pixels[i * channels + c] = onWhite(given[i * samples + c]! * scale, opacity);
      }
    }
  }
  return { width, height, channels, pixels };
}

const onWhite = (value: number, alpha: number): number => Math.round((alpha * value + (255 - alpha) * 255) / 255);
