import type { Score } from './hearing.ts';
import { pixel } from './hostNorm.ts';
import { type Interview, inFlight } from './interview.ts';

/**
 * Gradient of the gain at `x` from its values at `pairs` pairs of probes on opposite sides.
 *
 *     1/pairs · Σ u · (gain(x + σu) − gain(x − σu)) / 2σ,   u from `draw`
 *
 * Probes are images, so they are cut to the box.
 */
export function* scoreGradient(
  x: Float32Array,
  { pairs, sigma, draw }: { readonly pairs: number; readonly sigma: number; readonly draw: () => number },
): Interview<Score, Float64Array> {
  const gradient = new Float64Array(x.length);
  const size = Math.ceil(inFlight(x.length) / 2);
  for (let done = 0; done < pairs; done += size) {
    const directions = Array.from({ length: Math.min(size, pairs - done) }, () => Float64Array.from(x, draw));
    const probes = [sigma, -sigma].flatMap((step) =>
      directions.map((direction) => x.map((value, i) => pixel(value + step * direction[i]!))),
    );
    const answers = yield probes;
    directions.forEach((direction, j) => {
      const slope = (answers[j]!.gain - answers[j + directions.length]!.gain) / (2 * sigma * pairs);
      for (let i = 0; i < gradient.length; i++) gradient[i]! += slope * direction[i]!;
    });
  }
  return gradient;
}
