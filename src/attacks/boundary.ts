import type { Attack } from './attack.ts';
import { toBoundary } from './bisect.ts';
import type { AttackParams } from './catalog.ts';
import { decisions } from './hearing.ts';
import { distances, lengthOf, pixel } from './hostNorm.ts';
import { type Interview, interview, type Sitter } from './interview.ts';
import { nearest } from './nearest.ts';
import { wrongStart } from './wrongStart.ts';

const checkEvery = 10; // steps between two looks at how the walk is doing
const adaptation = 1.5;
const exhausted = 1e-7; // a step towards the image that is shorter leads nowhere

/**
 * Boundary attack (Brendel et al. 2018, arXiv:1712.04248, alg. 1): from noise that is wrong already, a step at random
 * along the sphere round the clean image, then one towards the image; taken when the end is still wrong. Both steps are
 * shares of the distance and adapt to how many of the latest proposals were wrong, as in Foolbox.
 *
 * Differs from Foolbox: every image walks and adapts on its own, and first bisects to the boundary. It cannot aim at a
 * class, because that needs an image of the class to start from.
 * Cost: at most `queries` forward passes, one per step and one more in every tenth.
 */
export const boundary: Attack<'boundary'> = (input) =>
  interview(input, decisions, (sitter) => walk(sitter, input.params));

function* walk(sitter: Sitter, params: AttackParams<'boundary'>): Interview<boolean> {
  const { x0, found } = sitter;
  const test = nearest(sitter);
  const start = yield* wrongStart(sitter, test);
  if (!start) return;
  yield* toBoundary(sitter, start, test);
  let around = params.aroundStep;
  let towards = params.towardsStep;
  const [sideways, whole] = [record(100), record(30)];
  for (let step = 1; towards > exhausted; step++) {
    const far = distances.l2(found, x0);
    const beside = sidestep(sitter, around * far);
    const next = approached(sitter, beside, Math.max(0, distances.l2(beside, x0) - far + towards * far));
    const checking = step % checkEvery === 0;
    const [wrong, besideWrong] = yield checking ? [next, beside] : [next];
    if (wrong && distances.l2(next, x0) < far) found.set(next);
    if (!checking) continue;
    const wide = sideways(besideWrong!, { low: 0.2, high: 0.5 });
    around *= wide;
    towards *= wide * whole(wrong!, { low: 0.1, high: 0.25 });
  }
}

/** Remembers outcomes; once there are `size`, says how a step should change, and begins anew where it should. */
function record(size: number) {
  let outcomes: boolean[] = [];
  return (wrong: boolean, { low, high }: { readonly low: number; readonly high: number }): number => {
    outcomes = [...outcomes, wrong].slice(-size);
    const share = outcomes.filter(Boolean).length / size;
    if (outcomes.length < size || (share >= low && share <= high)) return 1;
    outcomes = [];
    return share > high ? adaptation : 1 / adaptation;
  };
}

/** A random point at this distance from `found`, as far from the clean image as that. */
function sidestep({ x0, found, rng }: Sitter, length: number): Float32Array {
  const radius = Float64Array.from(found, (value, i) => value - x0[i]!);
  const squared = lengthOf(radius) ** 2;
  const noise = Float64Array.from(x0, rng.normal);
  const along = noise.reduce((sum, value, i) => sum + value * radius[i]!, 0) / squared;
  const tangent = noise.map((value, i) => value - along * radius[i]!);
  const scale = length / lengthOf(tangent);
  const shrink = 1 / Math.sqrt(1 + length ** 2 / squared); // back onto the sphere
  return x0.map((value, i) => pixel(value + shrink * (radius[i]! + scale * tangent[i]!)));
}

/** `x` moved towards the clean image by this length. */
function approached({ x0 }: Sitter, x: Float32Array, length: number): Float32Array {
  const share = length / distances.l2(x, x0);
  return x.map((value, i) => value + share * (x0[i]! - value));
}
