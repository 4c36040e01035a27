import { shifted } from '../attacks/shifted.ts';
import { subset } from '../attacks/subset.ts';
import { reached } from '../tensor/losses.ts';
import { balls } from '../tensor/norms.ts';
import { replaceRows } from '../tensor/replaceRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Run } from './attackCell.ts';

/**
 * The attack aimed at every wrong class in turn, nearest number first; an image stops at the first class it reaches
 * within the budget. A minimum-norm attack tries them all and keeps the nearest.
 *
 * Cost: at most classes − 1 times the attack.
 */
export const everyTarget =
  (attack: Run): Run =>
  async (input) => {
    const { classes } = input.victim;
    let best = tf.clone(input.x0);
    let rows = Array.from({ length: input.x0.shape[0] }, (_, i) => i);
    const distances = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
    const seeksNearest = input.threat.epsilon === Number.POSITIVE_INFINITY;
    try {
      for (let offset = 1; offset < classes && rows.length > 0; offset++) {
        const part = subset({ ...input, params: undefined }, rows);
        const targets = shifted(part.input.objective.labels, offset, classes);
        const objective = { kind: 'targeted', labels: part.input.objective.labels, targets } as const;
        const { ctx } = part.input;
        const tick = (step: number, of: number) => ctx.tick((offset - 1) * of + step, (classes - 1) * of);
        try {
          const found = await attack({ ...part.input, objective, ctx: { ...ctx, tick } });
          const [hit, far] = tf.tidy(() => [
            reached(part.input.objective, part.input.victim.logits(found)),
            balls[input.threat.norm].distance(found, part.input.x0),
          ]);
          const [hits, lengths] = await Promise.all([hit!.data(), far!.data()]);
          tf.dispose([hit, far]);
          const better = rows.map((row, i) => Boolean(hits[i]) && lengths[i]! < distances[row]!);
          rows.forEach((row, i) => {
            if (better[i]) distances[row] = lengths[i]!;
          });
          const next = replaceRows(best, found, rows, (i) => better[i]!);
          tf.dispose([best, found]);
          best = next;
          if (!seeksNearest) rows = rows.filter((_, i) => !better[i]);
        } finally {
          targets.dispose();
          part.dispose();
        }
      }
      return best;
    } catch (error) {
      best.dispose();
      throw error;
    }
  };
