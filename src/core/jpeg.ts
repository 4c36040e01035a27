import { decode } from 'jpeg-js';
import { LabError } from './errors.ts';

/** A picture in memory, row by row, one byte per value. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

const limits = { maxResolutionInMP: 64, maxMemoryUsageInMB: 512 };

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
    throw new LabError('asset', `${where}: expected a whole JPEG image, got ${bytes.length} bytes: ${reason}`, {
      cause,
    });
  }
}
