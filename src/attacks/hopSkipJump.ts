import type { Attack } from './attack.ts';
import { toBoundary } from './bisect.ts';
import { decisions } from './hearing.ts';
import { distances, pixel } from './hostNorm.ts';
import { type Interview, interview, type Sitter } from './interview.ts';
import { nearest, type Test } from './nearest.ts';
import { normalAt } from './probes.ts';
import { wrongStart } from './wrongStart.ts';

const firstProbe = 0.1; // length of the probes while nothing is known about the distance
const mostProbes = 10_000; // in one round
const halvings = 30; // of a step: below that it changes no float32

/**
 * HopSkipJump (Chen et al. 2020, arXiv:1904.02144, alg. 2): from an image of noise that is wrong already, back to the
 * boundary by bisection; then in rounds t = 1, 2, …: estimate the normal of the boundary from the answers to 100·√t
 * random probes, step along it, and bisect back to the boundary.
 *
 *     x ← toBoundary( x + ‖x − x₀‖/√t · dir(normal) ),   the step halved until its end is wrong
 *
 * Every length is taken per image, and `dir` is the sign for linf. Differs from the paper: the number of queries ends it,
 * not of rounds, and the noise it starts from is of any grain. It cannot aim at a class, because that needs an image of
 * the class to start from.
 * Cost: at most `queries` forward passes.
 */
export const hopSkipJump: Attack<'hopskipjump'> = (input) => interview(input, decisions, jump);

function* jump(sitter: Sitter): Interview<boolean> {
  const test = nearest(sitter);
  const start = yield* wrongStart(sitter, test);
  if (!start) return;
  let x = yield* toBoundary(sitter, start, test);
  for (let round = 1; ; round++) {
    const far = distances[sitter.norm](x, sitter.x0);
    const probe = round === 1 ? firstProbe : far / x.length; // √d·θ for l2, d·θ for linf: the same
    const normal = yield* normalAt(sitter, x, probe, Math.min(mostProbes, Math.round(100 * Math.sqrt(round))));
    const beyond = yield* stepped(sitter, x, normal, far / Math.sqrt(round), test);
    x = yield* toBoundary(sitter, beyond, test);
  }
}

/** The first wrong image on the way from x + step to x along `normal`, by halving; x itself if there is none. */
function* stepped(
  { norm }: Sitter,
  x: Float32Array,
  normal: Float64Array,
  step: number,
  test: Test,
): Interview<boolean, Float32Array> {
  const direction = norm === 'linf' ? normal.map(Math.sign) : normal;
  for (let i = 0; i < halvings; i++) {
    const next = x.map((value, at) => pixel(value + (step / 2 ** i) * direction[at]!));
    if (yield* test(next)) return next;
  }
  return x;
}
