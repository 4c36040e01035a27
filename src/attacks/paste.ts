import type { Learned } from '../core/learned.ts';
import type { Lookup } from '../tensor/bilinear.ts';

/**
 * Images, row by row, each with the patch laid over it where its lookup sees the patch. At the border of a turned patch, a
 * pixel is part patch, part image, by the weights.
 */
export function pasted(images: Float32Array, patch: Learned, lookups: readonly Lookup[]): Float32Array {
  const result = Float32Array.from(images);
  const size = images.length / lookups.length;
  for (const [i, lookup] of lookups.entries()) paste(result.subarray(i * size, (i + 1) * size), patch, lookup);
  return result;
}

function paste(image: Float32Array, { values, shape: [, , channels] }: Learned, { from, weights }: Lookup): void {
  const area = from.length / 4;
  for (let pixel = 0; pixel < area; pixel++) {
    const corners = [pixel, pixel + area, pixel + 2 * area, pixel + 3 * area];
    const cover = corners.reduce((sum, i) => sum + weights[i]!, 0);
    if (cover === 0) continue;
    for (let c = 0; c < channels; c++) {
      const seen = corners.reduce((sum, i) => sum + weights[i]! * values[from[i]! * channels + c]!, 0);
      const at = pixel * channels + c;
      image[at] = Math.min(1, Math.max(0, seen + (1 - cover) * image[at]!)); // weights may sum to a little more than 1
    }
  }
}

/** Gradient with respect to the patch from that with respect to the images: the transpose of `pasted`, summed. */
export function gatherBack(gradients: Float32Array, patch: Learned, lookups: readonly Lookup[]): Float64Array {
  const channels = patch.shape[2];
  const size = gradients.length / lookups.length;
  const slope = new Float64Array(patch.values.length);
  lookups.forEach(({ from, weights }, image) => {
    const area = from.length / 4;
    for (let i = 0; i < from.length; i++) {
      if (weights[i] === 0) continue;
      const [source, target] = [from[i]! * channels, image * size + (i % area) * channels];
      for (let c = 0; c < channels; c++) slope[source + c] = slope[source + c]! + weights[i]! * gradients[target + c]!;
    }
  });
  return slope;
}
