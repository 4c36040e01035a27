import type { Face, Ink } from './faces.ts';

/** A plate, front on: premultiplied linear red, green, blue and coverage per texel, over [−`reach`, `reach`]². */
export interface Texture {
  readonly width: number;
  readonly texels: Float32Array;
}

/** A little more than the plate, so that its edge is not cut. */
export const reach = 1.1;

/** As a camera shows them in daylight; squares of these are linear light. */
const inks: Record<Ink, readonly [number, number, number]> = {
  red: [0.76, 0.1, 0.13],
  blue: [0.06, 0.3, 0.66],
  yellow: [0.97, 0.74, 0.08],
  white: [0.95, 0.95, 0.94],
  black: [0.09, 0.09, 0.1],
  amber: [0.97, 0.68, 0.1],
  green: [0.06, 0.5, 0.28],
};

export function paintTexture(face: Face, width: number): Texture {
  const texel = (2 * reach) / width;
  const texels = new Float32Array(4 * width * width);
  for (let i = 0; i < width * width; i++) {
    const x = ((i % width) + 0.5) * texel - reach;
    const y = (Math.floor(i / width) + 0.5) * texel - reach;
    paintTexel(texels.subarray(4 * i, 4 * i + 4), face, { x, y, texel });
  }
  return { width, texels };
}

function paintTexel(
  out: Float32Array,
  face: Face,
  { x, y, texel }: { readonly x: number; readonly y: number; readonly texel: number },
): void {
  for (const [layer, [shape, ink]] of face.entries()) {
    const cover = Math.min(1, Math.max(0, 0.5 - shape(x, y) / texel));
    if (cover === 0) {
      if (layer === 0) return; // nothing is painted beside the plate
      continue;
    }
    const colour = inks[ink];
    for (let c = 0; c < 3; c++) out[c] = out[c]! * (1 - cover) + cover * colour[c]! * colour[c]!;
    if (layer === 0) out[3] = cover;
    else for (let c = 0; c < 3; c++) out[c] = Math.min(out[c]!, out[3]!); // paint ends where the plate does
  }
}

/** Adds the texture at a place, interpolated between texels, to red, green, blue and coverage. */
export function addSample({ width, texels }: Texture, x: number, y: number, sum: Float64Array): void {
  const s = ((x + reach) / (2 * reach)) * width - 0.5;
  const t = ((y + reach) / (2 * reach)) * width - 0.5;
  const [column, row] = [Math.floor(s), Math.floor(t)];
  if (column < 0 || row < 0 || column >= width - 1 || row >= width - 1) return;
  const [u, v] = [s - column, t - row];
  const at = 4 * (row * width + column);
  const [p, q, r, z] = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v];
  for (let c = at; c < at + 4; c++)
    sum[c - at] =
      sum[c - at]! + p * texels[c]! + q * texels[c + 4]! + r * texels[c + 4 * width]! + z * texels[c + 4 * width + 4]!;
}
