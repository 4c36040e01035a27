import type { Raster } from '../../core/raster.ts';

/** Labels in front of each image: CIFAR-10 has one, CIFAR-100 a coarse and a fine one, of which the last counts. */
interface CifarLayout {
  readonly labels: 1 | 2;
  readonly classes: number;
}

const layouts: readonly CifarLayout[] = [
  { labels: 1, classes: 10 },
  { labels: 2, classes: 100 },
];
const side = 32;
const area = side * side;

/** Images of a batch in the binary form of CIFAR-10 and CIFAR-100 (Krizhevsky 2009); undefined for any other file. */
export function parseCifar(bytes: Uint8Array) {
  for (const { labels, classes } of layouts) {
    const size = labels + 3 * area;
    const count = bytes.length / size;
    if (bytes.length === 0 || !Number.isInteger(count)) continue;
    const labelOf = (i: number) => bytes[i * size + labels - 1]!;
    if (Array.from({ length: count }, (_, i) => labelOf(i)).some((label) => label >= classes)) continue;
    const raster = (i: number): Raster => planes(bytes.subarray(i * size + labels, (i + 1) * size));
    return { count, classes, labelOf, raster };
  }
  return undefined;
}

/** All reds, then all greens, then all blues. */
function planes(values: Uint8Array): Raster {
  const pixels = new Uint8Array(3 * area);
  for (let i = 0; i < pixels.length; i++) pixels[i] = values[(i % 3) * area + Math.floor(i / 3)]!;
  return { width: side, height: side, channels: 3, pixels };
}
