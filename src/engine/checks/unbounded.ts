import { type AttackChoice, attackCards } from '../../attacks/catalog.ts';
import { defaults } from '../../core/params.ts';
import type { DefenseChain } from '../../defenses/catalog.ts';
import { unboundedRounds } from '../../spec/checks/sample.ts';
import type { Spec } from '../../spec/spec.ts';
import { type Bench, tryAttack } from './trial.ts';

/**
 * Images that withstand PGD free to change every pixel from 0 to 1. It starts at the image itself, because a random
 * start in so large a ball is another picture already. The second, longer round is for those the first one left.
 */
export async function survivors(
  bench: Bench,
  spec: Spec,
  chain: DefenseChain,
  reload: (images: readonly number[]) => Promise<Bench>,
): Promise<readonly number[]> {
  const free: Spec = { ...spec, goal: { kind: 'untargeted' }, norm: 'linf' };
  const attempt = async (at: Bench, steps: number) => {
    const plan = { spec: free, choice: pgd(steps), chain, epsilon: 1 };
    const { images, won } = await tryAttack(at, plan, { watch: false });
    return images.filter((_, i) => !won[i]);
  };
  const standing = await attempt(bench, unboundedRounds[0]);
  if (standing.length === 0) return [];
  const again = await reload(standing);
  try {
    return await attempt(again, unboundedRounds[1]);
  } finally {
    again.batch.dispose();
  }
}

const pgd = (steps: number): AttackChoice => ({
  id: 'pgd',
  params: { ...defaults(attackCards.pgd.params), steps, stepSize: 2 / steps, randomStart: false },
});
