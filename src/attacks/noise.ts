import { balls } from '../tensor/norms.ts';
import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { decisions } from './hearing.ts';
import { distances, pixel } from './hostNorm.ts';
import { ask, type Interview, interview, type Sitter } from './interview.ts';

/**
 * The baseline of all attacks: independent noise within the budget, until one image of it succeeds. As the repeated noise
 * attacks of Foolbox (Rauber et al. 2017, arXiv:1707.04131).
 *
 * Cost: at most `queries` forward passes.
 */
export const noise: Attack<'noise'> = (input) =>
  interview(input, decisions, (sitter) => tries(sitter, input.params.distribution));

function* tries(sitter: Sitter, distribution: AttackParams<'noise'>['distribution']): Interview<boolean> {
  const { x0, norm, epsilon, rng, found } = sitter;
  const delta = new Float32Array(x0.length);
  for (;;) {
    if (distribution === 'uniform') balls[norm].sample(delta, epsilon, rng);
    else gaussian(delta, sitter);
    const x = x0.map((value, i) => pixel(value + delta[i]!));
    if (!(yield* ask(x))) continue;
    found.set(x);
    return;
  }
}

function gaussian(delta: Float32Array, { norm, epsilon, rng }: Sitter): void {
  delta.forEach((_, i) => {
    delta[i] = rng.normal();
  });
  const length = norm === 'linf' ? 2 : distances[norm](delta, new Float32Array(delta.length));
  delta.forEach((value, i) => {
    delta[i] = Math.min(epsilon, Math.max(-epsilon, (epsilon * value) / length));
  });
}
