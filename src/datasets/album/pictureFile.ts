import { badFile } from '../../core/errors.ts';
import { decodeJpeg } from '../../core/jpeg.ts';
import { decodeNetpbm, looksLikeNetpbm, netpbmHead } from '../../core/netpbm.ts';
import { decodePng, looksLikePng } from '../../core/png.ts';
import { largestPixels, type Raster } from '../../core/raster.ts';
import { firstBytes } from '../idx.ts';

/** Opens a WebP image, where a host can. */
export type OpenWebp = (where: string, bytes: Uint8Array) => Promise<Raster>;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export const hasPictureName = (name: string): boolean => /\.(png|jpe?g|webp|ppm|pgm)$/i.test(name);

/** What its first bytes say a file is, whatever it is called. */
function kindOf(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | 'netpbm' | undefined {
  if (looksLikePng(bytes)) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  if (letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 4) === 'WEBP') return 'webp';
  return looksLikeNetpbm(bytes) ? 'netpbm' : undefined;
}

/** @throws {LabError} `asset` when the file is no image, or a damaged one. */
export async function decodePicture(where: string, bytes: Uint8Array, openWebp?: OpenWebp): Promise<Raster> {
  switch (kindOf(bytes)) {
    case 'png':
      return decodePng(where, bytes);
    case 'jpeg':
      return decodeJpeg(where, bytes);
    case 'netpbm':
      return decodeNetpbm(where, bytes);
    case 'webp':
      if (!openWebp) throw badFile(where, 'webp-here', {});
      return openWebp(where, bytes);
    default:
      throw badFile(where, 'image-kind', { got: firstBytes(bytes), size: bytes.length });
  }
}

/** Size as the header says it, without decoding; undefined where there is no telling. */
export function sizeOfPicture(bytes: Uint8Array): PictureSize | undefined {
  try {
    const size = readSize(bytes);
    return size && size.width > 0 && size.height > 0 && size.width * size.height <= largestPixels ? size : undefined;
  } catch {
    return undefined; // the header ends too early; decoding will say so
  }
}

function readSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kindOf(bytes)) {
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'jpeg':
      return jpegSize(view);
    case 'webp':
      return webpSize(view, letters(bytes, 12, 4));
    case 'netpbm':
      return netpbmHead(bytes);
    default:
      return undefined;
  }
}

/** The first frame header (ITU-T T.81, B.2.2): markers C0 to CF without C4, C8 and CC. */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; at + 9 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
  return undefined;
}

/** Three forms of one container (RFC 9649, sec. 2). */
function webpSize(view: DataView, form: string): PictureSize | undefined {
  const u16 = (at: number) => view.getUint16(at, true);
  if (form === 'VP8 ') return { width: u16(26) & 0x3fff, height: u16(28) & 0x3fff };
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  const u24 = (at: number) => u16(at) + 65536 * view.getUint8(at + 2);
  return form === 'VP8X' ? { width: u24(24) + 1, height: u24(27) + 1 } : undefined;
}

const letters = (bytes: Uint8Array, at: number, count: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + count));
