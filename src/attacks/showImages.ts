import { attackerGain } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';

/**
 * Shows one image per row of the batch (borrowed) to whoever watches the attack. For attacks whose steps do not handle the
 * whole batch, or whose result is not their last iterate. Cost: one forward pass where somebody watches, else none.
 */
export async function showImages({ victim, objective, ctx }: AttackInput<unknown>, x: Images): Promise<void> {
  if (!ctx.trace) return;
  const { logits, gain } = tf.tidy(() => {
    const z = victim.logits(x);
    return { logits: z, gain: attackerGain('margin', objective, z) };
  });
  try {
    await ctx.trace({ x, logits, gain });
  } finally {
    tf.dispose([logits, gain]);
  }
}
