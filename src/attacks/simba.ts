import type { Attack } from './attack.ts';
import { bases } from './bases.ts';
import type { AttackParams } from './catalog.ts';
import { type Score, scores } from './hearing.ts';
import { confineInto } from './hostNorm.ts';
import { ask, type Interview, interview, type Sitter } from './interview.ts';

/**
 * SimBA (Guo et al. 2019, arXiv:1905.07121, alg. 1): takes the directions of an orthonormal basis in turn, steps back and
 * then forward along each, and keeps what lowers the score of the true class (or raises that of the target).
 *
 * Differs from the paper: every step is projected onto the ε-ball, so the attack obeys a budget instead of growing with
 * the number of steps; after the last direction it begins again; the score is the cross-entropy, which orders images as
 * the probability does and does not saturate.
 * Cost: at most `queries` forward passes; an image stops at its first success.
 */
export const simba: Attack<'simba'> = (input) =>
  interview(input, scores('ce'), (sitter) => search(sitter, input.params));

function* search(sitter: Sitter, { basis, stepSize }: AttackParams<'simba'>): Interview<Score> {
  const { shape, found, rng } = sitter;
  let best: Score = yield* ask(found);
  const next = found.slice();
  for (let round = 0; !best.hit; round++) {
    for (const write of bases[basis](shape, rng.fork(round))) {
      for (const step of [-stepSize, stepSize]) {
        const y = Float64Array.from(found);
        write(y, step);
        confineInto(next, y, sitter);
        if (next.every((value, i) => value === found[i])) continue; // the way is blocked: nothing to ask
        const answer: Score = yield* ask(next);
        if (!answer.hit && answer.gain <= best.gain) continue;
        found.set(next);
        best = answer;
        break;
      }
      if (best.hit) return;
    }
    if (sitter.epsilon === 0) return;
  }
}
