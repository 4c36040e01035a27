import { badFile } from '../core/errors.ts';
import { largestPixels, type Raster } from '../core/raster.ts';
import { sizeOfPicture } from '../datasets/album/pictureFile.ts';

/** A WebP image by the decoder of the browser, without its colour profile, on white. @throws {LabError} `asset` */
export async function openWebp(where: string, bytes: Uint8Array): Promise<Raster> {
  const damaged = (reason: string, cause?: unknown) =>
    badFile(where, 'image-damaged', { format: 'WebP', size: bytes.length, reason }, { cause });
  if (!sizeOfPicture(bytes)) throw damaged(`no size, or more than ${largestPixels} pixels`);
  const blob = new Blob([bytes.slice()], { type: 'image/webp' });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' }).catch((cause: unknown) => {
    throw damaged(String(cause), cause);
  });
  try {
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!; // null only after another kind of context
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(3 * width * height);
    for (let i = 0; i < pixels.length; i++) pixels[i] = data[4 * Math.floor(i / 3) + (i % 3)]!;
    return { width, height, channels: 3, pixels };
  } finally {
    bitmap.close();
  }
}
