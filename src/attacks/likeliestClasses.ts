import type { AttackInput } from './attack.ts';

/** The `count` wrong classes the model finds likeliest for each clean image, likeliest first. Cost: one forward pass. */
export async function likeliestWrong(
  { victim, x0, objective }: Pick<AttackInput<unknown>, 'victim' | 'x0' | 'objective'>,
  count: number,
): Promise<number[][]> {
  const z = victim.logits(x0);
  try {
    const [scores, labels] = await Promise.all([z.data(), objective.labels.data()]);
    return Array.from(labels, (label, row) => {
      const own = scores.subarray(row * victim.classes, (row + 1) * victim.classes);
      const wrong = [...own.keys()].filter((k) => k !== label).sort((a, b) => own[b]! - own[a]! || a - b);
      return wrong.slice(0, count);
    });
  } finally {
    z.dispose();
  }
}
