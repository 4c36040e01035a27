import type { Learned } from '../../core/learned.ts';
import { enlarged, pngFile, type Raster } from './pngFile.ts';

const finest = 300; // dots per inch of a usual printer
const inch = 25.4; // mm

/** What was learned as pixels to look at: a patch as it is, a perturbation amplified around mid-grey. */
export function learnedRaster({ kind, shape, values }: Learned, times = 1): Raster {
  const [height, width, channels] = shape;
  const pixels = kind === 'patch' ? values : values.map((value) => Math.min(1, Math.max(0, 0.5 + times * value)));
  return { width, height, channels, pixels };
}

/** How a patch is printed at a side of so many mm: dots per pixel of the patch, and per inch. */
export function printOf({ shape: [height] }: Pick<Learned, 'shape'>, millimetres: number) {
  const block = Math.max(1, Math.round((millimetres / inch) * (finest / height)));
  return { block, dotsPerInch: (block * height * inch) / millimetres };
}

/** A patch to be printed: enlarged without smoothing, with its size on paper in the file. */
export function patchPng(learned: Learned, millimetres: number): Uint8Array<ArrayBuffer> {
  const { block, dotsPerInch } = printOf(learned, millimetres);
  return pngFile(enlarged(learnedRaster(learned), block), (1000 * dotsPerInch) / inch);
}

const screenBlock = 16; // dots per pixel of a file that is only looked at

export const perturbationPng = (learned: Learned, times: number): Uint8Array<ArrayBuffer> =>
  pngFile(enlarged(learnedRaster(learned, times), screenBlock));
