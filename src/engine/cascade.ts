import { type AttackChoice, costOf, membersOf, workOf } from '../attacks/catalog.ts';
import { type Attempt, inTurn } from '../attacks/inTurn.ts';
import type { Summit } from '../attacks/summit.ts';
import { attackerGain, reached } from '../tensor/losses.ts';
import { balls, type Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Run } from './attackCell.ts';

type Input = Parameters<Run>[0];
type Member = ReturnType<typeof membersOf>[number];

/**
 * Attacks one after the other, each on the images that withstood all before (AutoAttack; Croce and Hein 2020,
 * arXiv:2003.01690, sec. 6). An image keeps the first success and leaves; one that withstands them all keeps the image
 * with the largest margin within the budget, where AutoAttack's program returns the clean one.
 *
 * What a member does to an image is what it does by itself, so a cascade never leaves more standing than one of them.
 * `runOf` gives the attack of a member; which one brought an image down is told to `ctx.credit`.
 */
export const cascade =
  (choice: AttackChoice, runOf: (member: AttackChoice) => Run): Run =>
  async (input) => {
    const [n, ...shape] = input.x0.shape;
    const { norm } = input.threat;
    const size = tf.util.sizeFromShape(shape);
    const open = new Set(Array.from({ length: n }, (_, row) => row));
    const attempts = membersOf(choice, norm).map(
      (member, i): Attempt<undefined> => ({
        work: member.share * workOf(costOf(member, input.victim.classes, size, norm)),
        wants: (row) => input.ctx.rngOf(row, 'sample').uniform() < member.share,
        run: async (part, rows) => {
          const summit = await tryMember(part, member, runOf(member), { whole: rows.length === n });
          for (const [at, row] of rows.entries()) {
            if (summit.hit[at] && open.delete(row)) input.ctx.credit?.(row, i);
          }
          return summit;
        },
      }),
    );
    const { x } = await inTurn({ ...input, params: undefined }, attempts);
    return x;
  };

/** One member on some images. A trace has one row per image, so a part of the images is not shown. */
async function tryMember(part: Input, { id }: Member, run: Run, { whole }: { whole: boolean }): Promise<Summit> {
  const { trace, ...unseen } = part.ctx;
  const rngOf = (i: number, name: string = id) => part.ctx.rngOf(i, name);
  const found = await run({ ...part, ctx: { ...unseen, rngOf, ...(whole && trace && { trace }) } });
  const [x, hit, gain] = tf.tidy(() => {
    const inside = withinBudget(found, part);
    const logits = part.victim.logits(inside);
    return [inside, reached(part.objective, logits), attackerGain('margin', part.objective, logits)] as const;
  });
  found.dispose();
  try {
    const [hits, gains] = await Promise.all([hit.data(), gain.data()]);
    return { x, hit: Array.from(hits, Boolean), gain: Array.from(gains) };
  } catch (error) {
    x.dispose();
    throw error;
  } finally {
    tf.dispose([hit, gain]);
  }
}

/** A minimum-norm attack may have gone farther than the budget: such an image counts as it was. Owned by the caller. */
export function withinBudget(x: Images, { x0, threat: { norm, epsilon } }: Pick<Input, 'x0' | 'threat'>): Images {
  return tf.tidy(() => {
    const inside = tf.lessEqual(balls[norm].distance(x, x0), epsilon * (1 + 1e-5) + 1e-6) as tf.Tensor1D;
    return selectRows(inside, x, x0);
  });
}
