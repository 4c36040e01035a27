import type { Logits } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';

/** Largest difference between the first answer and `count` − 1 more to the same question, as a share of its largest logit. */
export async function spread(ask: () => Logits, count: number): Promise<number> {
  const most = tf.tidy(() => {
    const first = ask();
    const scale = tf.maximum(tf.max(tf.abs(first), 1), tiny);
    const gaps = Array.from({ length: count - 1 }, () => tf.div(tf.max(tf.abs(tf.sub(ask(), first)), 1), scale));
    return tf.max(tf.stack(gaps));
  });
  try {
    return (await most.data())[0]!;
  } finally {
    most.dispose();
  }
}

const tiny = 1e-12; // keeps the share finite where all logits are 0
