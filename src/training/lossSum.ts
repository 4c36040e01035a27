import * as tf from '../tensor/tf.ts';

/** Mean losses, summed on the device so that an update need not wait for the one before. */
export interface LossSum {
  /** Ownership of `loss` passes. */
  add(loss: tf.Scalar): void;
  /** Mean of what was added since the last `take`; 0 for nothing. */
  take(): Promise<number>;
  /** Mean of all that was taken. */
  mean(): number;
  dispose(): void;
}

export function makeLossSum(): LossSum {
  let pending = tf.scalar(0);
  let added = 0;
  let taken = { sum: 0, count: 0 };
  const replace = (next: tf.Scalar) => {
    pending.dispose();
    pending = next;
  };
  return {
    add(loss) {
      replace(tf.add(pending, loss));
      loss.dispose();
      added++;
    },
    async take() {
      const [sum = 0] = await pending.data();
      const count = added;
      replace(tf.scalar(0));
      added = 0;
      taken = { sum: taken.sum + sum, count: taken.count + count };
      return sum / Math.max(count, 1);
    },
    mean: () => taken.sum / Math.max(taken.count, 1),
    dispose: () => pending.dispose(),
  };
}
