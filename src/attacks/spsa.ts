import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { type Score, scores } from './hearing.ts';
import { confineInto } from './hostNorm.ts';
import { ask, type Interview, interview, type Sitter } from './interview.ts';
import { scoreGradient } from './scoreGradient.ts';

const [decay, squareDecay, tiny] = [0.9, 0.999, 1e-8]; // of Adam, as published

/**
 * Simultaneous perturbation stochastic approximation (Uesato et al. 2018, arXiv:1802.05666, sec. 4.2): Adam on the margin,
 * whose gradient is estimated from pairs of probes in which every pixel moves by ±δ, projected onto the ε-ball.
 *
 * Differs from the paper: works in l2 too.
 * Cost: at most `queries` forward passes, `samples` and one more per step; an image stops at its first success.
 */
export const spsa: Attack<'spsa'> = (input) =>
  interview(input, scores('margin'), (sitter) => climb(sitter, input.params));

function* climb(sitter: Sitter, { samples, delta, rate }: AttackParams<'spsa'>): Interview<Score> {
  const { found, rng } = sitter;
  const probes = {
    pairs: Math.max(1, Math.floor(samples / 2)),
    sigma: delta,
    draw: () => (rng.uniform() < 0.5 ? -1 : 1),
  };
  const mean = new Float64Array(found.length);
  const square = new Float64Array(found.length);
  const x = found.slice();
  let best = Number.NEGATIVE_INFINITY;
  for (let step = 1; ; step++) {
    const gradient = yield* scoreGradient(x, probes);
    const next = Float64Array.from(x, (value, i) => {
      mean[i] = decay * mean[i]! + (1 - decay) * gradient[i]!;
      square[i] = squareDecay * square[i]! + (1 - squareDecay) * gradient[i]! ** 2;
      const size = Math.sqrt(square[i]! / (1 - squareDecay ** step));
      return value + (rate * (mean[i]! / (1 - decay ** step))) / (size + tiny);
    });
    confineInto(x, next, sitter);
    const { gain, hit }: Score = yield* ask(x);
    if (hit || gain > best) found.set(x);
    if (hit) return;
    best = Math.max(best, gain);
  }
}
