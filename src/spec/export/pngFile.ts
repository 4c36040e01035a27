import { zlibSync } from 'fflate';
import { crc32 } from '../../core/crc32.ts';
import { joinBytes } from '../../core/join.ts';

/** Pixels row by row, in [0, 1]; one channel is grey, three are red, green and blue. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Float32Array;
}

/** Dots per metre, as PNG states the size of a print. */
type Resolution = number;

/** An image as a PNG file of 8 bits (W3C PNG, third edition). With a resolution it has a size on paper. */
export function pngFile(raster: Raster, dotsPerMetre?: Resolution): Uint8Array<ArrayBuffer> {
  const { width, height } = raster;
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, height);
  head.set([8, 2], 8); // bits per number, red green blue; compression, filter and interlace are 0
  return joinBytes([
    signature,
    chunk('IHDR', head),
    ...(dotsPerMetre === undefined ? [] : [chunk('pHYs', physicalSize(dotsPerMetre))]),
    chunk('IDAT', zlibSync(scanlines(raster))),
    chunk('IEND', new Uint8Array(0)),
  ]) as Uint8Array<ArrayBuffer>; // joinBytes allocates it
}

/** Every pixel as a block of so many dots: nearest neighbour, so that edges stay sharp. */
export function enlarged({ width, height, channels, pixels }: Raster, block: number): Raster {
  const large = new Float32Array(pixels.length * block ** 2);
  const row = width * block;
  for (let i = 0; i < large.length; i++) {
    const [at, c] = [Math.floor(i / channels), i % channels];
    const [y, x] = [Math.floor(at / row / block), Math.floor((at % row) / block)];
    large[i] = pixels[(y * width + x) * channels + c]!;
  }
  return { width: row, height: height * block, channels, pixels: large };
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joinBytes([Uint8Array.from(name, (letter) => letter.charCodeAt(0)), data]);
  const bytes = new Uint8Array(named.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(named, 4);
  view.setUint32(named.length + 4, crc32(named));
  return bytes;
}

function physicalSize(dotsPerMetre: Resolution): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.round(dotsPerMetre));
  view.setUint32(4, Math.round(dotsPerMetre));
  view.setUint8(8, 1); // the unit is the metre
  return bytes;
}

/** Each row with filter 0 in front, three bytes per pixel. */
function scanlines({ width, height, channels, pixels }: Raster): Uint8Array {
  const bytes = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const value = pixels[(y * width + x) * channels + Math.min(c, channels - 1)]!;
        bytes[y * (1 + 3 * width) + 1 + 3 * x + c] = Math.round(255 * value);
      }
    }
  }
  return bytes;
}
