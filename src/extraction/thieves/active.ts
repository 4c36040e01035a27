import { joinFloats } from '../../core/join.ts';
import { rowOf } from '../caller.ts';
import { squaredDistance } from '../service/detector.ts';
import { ranking } from '../service/distribution.ts';
import { type OpenThief, sizeOf } from './thief.ts';

/**
 * Active learning in rounds (Pal et al. 2020, arXiv:1905.09165, sec. 3): among some images of the pool those are asked
 * about where the two likeliest classes of the copy are closest (margin), or, one after the other, the one whose
 * probabilities lie farthest from those of all known and chosen ones (k-center; Sener and Savarese 2018,
 * arXiv:1708.00489, alg. 1).
 */
export const activeThief: OpenThief<'active'> = (scene, { choose, first, round, candidates }) => {
  const { pool, copy, stolen, guess, classes, shape, epochs } = scene;
  const size = sizeOf(shape);
  let queue = new Float32Array();

  async function chosen(): Promise<Float32Array> {
    if (stolen.images.length === 0) return pool.take(first);
    await copy.teach(stolen, epochs);
    const { positions, pixels } = await pool.peek(candidates);
    const guesses = await guess(pixels);
    const answers = positions.map((_, i) => rowOf(guesses, i, classes));
    const known = choose === 'margin' ? [] : await guess(joinFloats(stolen.images));
    const picked =
      choose === 'margin'
        ? closest(answers, round)
        : farthest(
            answers,
            Array.from({ length: known.length / classes }, (_, i) => rowOf(known as Float32Array, i, classes)),
            round,
          );
    pool.takeAt(picked.map((i) => positions[i]!));
    return joinFloats(picked.map((i) => rowOf(pixels, i, size)));
  }

  return {
    async next(most) {
      if (queue.length === 0) queue = new Float32Array(await chosen());
      const taken = queue.slice(0, most * size);
      queue = queue.subarray(taken.length);
      return taken;
    },
  };
};

/** Rows with the smallest difference between their two largest values. */
export function closest(answers: readonly Float32Array[], count: number): number[] {
  const margins = answers.map((p) => {
    const [first, second] = ranking(p);
    return p[second!]! - p[first!]!;
  });
  return ranking(margins).slice(0, count);
}

/** Greedy k-center: each time the row farthest from `centres` and those chosen before. */
export function farthest(answers: readonly Float32Array[], centres: readonly Float32Array[], count: number): number[] {
  const least = answers.map((p) =>
    centres.reduce((d, centre) => Math.min(d, squaredDistance(p, centre, d)), Number.POSITIVE_INFINITY),
  );
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, answers.length)) {
    let best = -1;
    for (let i = 0; i < least.length; i++) if (best < 0 || least[i]! > least[best]!) best = i;
    chosen.push(best);
    for (const [i, p] of answers.entries())
      least[i] = Math.min(least[i]!, squaredDistance(p, answers[best]!, least[i]));
    least[best] = -1; // never again
  }
  return chosen;
}
