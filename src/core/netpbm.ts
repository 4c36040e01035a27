import { badFile } from './errors.ts';
import { largestPixels, type Raster } from './raster.ts';

export const looksLikeNetpbm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && (bytes[1] === 0x35 || bytes[1] === 0x36); // P5, P6

/** Width, height, and where the pixels begin. Comments are passed over. */
export function netpbmHead(bytes: Uint8Array) {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const space = String.raw`(?:\s|#[^\n]*\n)+`;
  const [all = '', width, height, most] =
    new RegExp(`^P[56]${space}(\\d+)${space}(\\d+)${space}(\\d+)\\s`).exec(text) ?? [];
  return { width: Number(width), height: Number(height), most: Number(most), begin: all.length };
}

/** The picture of a binary PGM or PPM file of eight bits. @throws {LabError} `asset` when it is anything else. */
export function decodeNetpbm(where: string, bytes: Uint8Array): Raster {
  const { width, height, most, begin } = netpbmHead(bytes);
  const channels = bytes[1] === 0x36 ? 3 : 1;
  const size = width * height * channels;
  const pixels = bytes.slice(begin, begin + size);
  if (most !== 255 || !(width * height <= largestPixels) || size === 0 || pixels.length !== size) {
    const reason = `${width} × ${height} pixels up to ${most}`;
    throw badFile(where, 'image-damaged', { format: 'PPM', size: bytes.length, reason });
  }
  return { width, height, channels, pixels };
}
