import { decode } from 'jpeg-js';
import { badFile } from './errors.ts';
import { largestPixels, type Raster } from './raster.ts';

const limits = { maxResolutionInMP: largestPixels / 1e6, maxMemoryUsageInMB: 512 };

/**
 * The picture of a JPEG file in three colours. The same bytes in every browser and in Node, which their own decoders,
 * tuned to each processor, do not give.
 *
 * @throws {LabError} `asset` when the file is damaged, cut off, or larger than 64 million pixels.
 */
export function decodeJpeg(where: string, bytes: Uint8Array): Raster {
  try {
    const { width, height, data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      ...limits,
    });
    return { width, height, channels: 3, pixels: data };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badFile(where, 'image-damaged', { format: 'JPEG', size: bytes.length, reason }, { cause });
  }
}
