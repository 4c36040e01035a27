import { attackerGain } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';

/** Ends a trace with what the attack returns (`x`, borrowed), which need not be its last iterate. */
export async function traceResult({ victim, objective, ctx }: AttackInput<unknown>, x: Images): Promise<void> {
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
