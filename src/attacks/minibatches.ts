import { shuffled } from '../core/rng.ts';
import type { AttackInput } from './attack.ts';
import { subset } from './subset.ts';

const most = 25; // images per step; fixed, so that every worker and machine learns the same

export interface Minibatch<Params> {
  readonly input: AttackInput<Params>;
  /** Counts from 0 over all epochs. */
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
}

/**
 * Goes through all images `epochs` times in small batches, each time in another order. The order hangs on the stream of
 * the first image alone.
 */
export async function overMinibatches<Params>(
  input: AttackInput<Params>,
  epochs: number,
  learn: (batch: Minibatch<Params>) => Promise<void>,
): Promise<void> {
  const n = input.x0.shape[0];
  const perEpoch = Math.ceil(n / most);
  const steps = epochs * perEpoch;
  for (let step = 0; step < steps; step++) {
    input.ctx.signal.throwIfAborted();
    const [epoch, at] = [Math.floor(step / perEpoch), step % perEpoch];
    const order = shuffled(n, input.ctx.rngOf(0).fork('order').fork(epoch));
    const part = subset(input, [...order.subarray(at * most, (at + 1) * most)]);
    try {
      await learn({ input: part.input, step, steps, epoch });
    } finally {
      part.dispose();
    }
    await input.ctx.tick(step + 1, steps);
  }
}
