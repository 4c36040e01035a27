import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { type Score, scores } from './hearing.ts';
import { confineInto, lengthOf, tiny } from './hostNorm.ts';
import { ask, type Interview, interview, type Sitter } from './interview.ts';
import { scoreGradient } from './scoreGradient.ts';

const momentum = 0.9; // as in the authors' program

/**
 * Projected gradient ascent on a gradient estimated by natural evolution strategies, from pairs of Gaussian probes
 * (Ilyas et al. 2018, arXiv:1804.08598, sec. 2.2).
 *
 *     m ← 0.9 m + 0.1 ĝ;   x ← Π[ x + α·ε·dir(m) ]
 *
 * Differs from the paper: the gain is the margin, which does not saturate, and α is a fraction of ε.
 * Cost: at most `queries` forward passes, `samples` and one more per step; an image stops at its first success.
 */
export const nes: Attack<'nes'> = (input) =>
  interview(input, scores('margin'), (sitter) => climb(sitter, input.params));

function* climb(sitter: Sitter, { samples, sigma, stepSize }: AttackParams<'nes'>): Interview<Score> {
  const { norm, epsilon, found, rng } = sitter;
  const mean = new Float64Array(found.length);
  const probes = { pairs: Math.max(1, Math.floor(samples / 2)), sigma, draw: rng.normal };
  const x = found.slice();
  let best = Number.NEGATIVE_INFINITY;
  for (;;) {
    const gradient = yield* scoreGradient(x, probes);
    for (let i = 0; i < mean.length; i++) mean[i] = momentum * mean[i]! + (1 - momentum) * gradient[i]!;
    const scale = norm === 'linf' ? 1 : 1 / Math.max(lengthOf(mean), tiny);
    const direction = norm === 'linf' ? mean.map(Math.sign) : mean;
    const step = stepSize * epsilon * scale;
    confineInto(
      x,
      Float64Array.from(x, (value, i) => value + step * direction[i]!),
      sitter,
    );
    const { gain, hit }: Score = yield* ask(x);
    if (hit || gain > best) found.set(x);
    if (hit) return;
    best = Math.max(best, gain);
  }
}
