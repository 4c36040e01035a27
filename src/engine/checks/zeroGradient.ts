import type { Victim } from '../../attacks/attack.ts';
import type { Evidence } from '../../spec/events.ts';
import { gainOf, gradientAt } from '../../tensor/gradient.ts';
import * as tf from '../../tensor/tf.ts';
import type { Batch } from '../batches.ts';

/**
 * Images whose input gradient of the cross-entropy is zero or broken everywhere: an attack would stand still there and
 * the model look robust (Croce and Hein 2020, arXiv:2003.01690, app. A).
 *
 * Cost: one forward and backward pass over the batch.
 */
export async function zeroGradient(victim: Victim, batch: Batch, defense: string): Promise<Evidence> {
  const sizes = tf.tidy(() => {
    const gain = gainOf('ce', { kind: 'untargeted', labels: batch.labels });
    return tf.max(tf.abs(gradientAt({ ...victim, draws: 1 }, gain, batch.x).gradient), [1, 2, 3]);
  });
  try {
    const found = await sizes.data();
    const dead = (size: number) => !(size > 0 && size < Number.POSITIVE_INFINITY); // NaN is neither
    const from = batch.positions[0]!; // a batch holds at least one image
    return {
      code: 'zero-gradient',
      cells: { defense },
      from,
      n: batch.n,
      images: batch.positions.slice(0, batch.n).filter((_, i) => dead(found[i]!)),
      numbers: {},
    };
  } finally {
    sizes.dispose();
  }
}
