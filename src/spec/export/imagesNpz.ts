import { zipSync } from 'fflate';
import type { Crafted } from '../craft.ts';
import { npyFile } from './npyFile.ts';

/**
 * Attacked images as an NPZ archive for NumPy: `clean` and `adversarial` `[n, h, w, c]` in [0, 1], `labels`,
 * `predictions` and `indices` `[n]` int32, `probabilities` `[n, k]` of the defended model on the adversarial images,
 * `clean_probabilities` on the clean ones, `distances` `[n]`.
 *
 * Stored, not deflated: perturbed pixels hardly shrink, and the page must not stand still. Same images, same bytes.
 */
export function imagesNpz(crafted: Crafted): Uint8Array {
  const n = crafted.images.length;
  const pixels = [n, ...crafted.shape];
  const classes = n === 0 ? 0 : crafted.adversarialProbabilities.length / n;
  const arrays: Record<string, Uint8Array> = {
    clean: npyFile(pixels, crafted.clean),
    adversarial: npyFile(pixels, crafted.adversarial),
    labels: npyFile([n], crafted.labels),
    predictions: npyFile([n], predictions(crafted.adversarialProbabilities, n, classes)),
    probabilities: npyFile([n, classes], crafted.adversarialProbabilities),
    clean_probabilities: npyFile([n, classes], crafted.cleanProbabilities),
    indices: npyFile([n], Int32Array.from(crafted.images)),
    distances: npyFile([n], crafted.distances),
  };
  const files = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(files), { level: 0, mtime: earliest });
}

const earliest = new Date(1980, 0, 1); // a ZIP archive must hold a time, and cannot hold an earlier one

function predictions(probabilities: Float32Array, n: number, classes: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}
