import { unreachable } from '../core/errors.ts';
import type { Rng } from '../core/rng.ts';
import type { Norm, Threat } from '../core/threat.ts';
import type { Gain } from '../tensor/gradient.ts';
import { normalNoise, uniformNoise } from '../tensor/noise.ts';
import { balls, confine, type Images } from '../tensor/norms.ts';
import { cloneRecord, type TensorRecord } from '../tensor/tensorRecord.ts';
import * as tf from '../tensor/tf.ts';
import { type Adaptive, betterOf } from './adaptive.ts';
import { ascend, type OnSuccess, type Slope } from './ascend.ts';
import type { AttackInput } from './attack.ts';
import { momentumPace } from './momentumPace.ts';
import { sparsePace } from './sparsePace.ts';
import type { Summit } from './summit.ts';

/** Settings of every attack built on it. */
interface Params {
  readonly steps: number;
}

/** How a climb begins and steps. */
interface Pace<At extends Adaptive> {
  begin(x: Images, input: AttackInput<Params>): At;
  step(slope: Slope<Params, At>): At;
}

export interface Climb<M extends TensorRecord> {
  /** What the gain needs to know of each image. Called inside `tf.tidy`. */
  memory(): M;
  /** What is raised, for the images at hand. */
  gainOf(input: AttackInput<unknown>, memory: M): Gain;
  /** Randomness of the start, per image. */
  rngOf(i: number): Rng;
}

/**
 * One run of Auto-PGD (Croce and Hein 2020, arXiv:2003.01690, alg. 1): projected ascent with momentum from a random start
 * whose step halves, image by image, when it no longer gets on. Nothing is tuned; `steps` is the whole budget.
 *
 * In l1 it is the sparse variant (Croce and Hein 2021, arXiv:2103.01208, alg. 2), which spends its steps in balls of
 * radius 3ε, 2ε and at last ε. An image that reaches its goal leaves at once. In the authors' program it stays and goes on
 * climbing; which images fall is the same.
 *
 * Cost: `steps` forward and backward passes, and a forward pass for each radius.
 */
export function apgd<M extends TensorRecord>(input: AttackInput<Params>, climb: Climb<M>): Promise<Summit> {
  const { norm } = input.threat;
  return norm === 'l1' ? inPhases(input, climb, sparsePace) : inPhases(input, climb, momentumPace(input.params.steps));
}

async function inPhases<At extends Adaptive, M extends TensorRecord>(
  input: AttackInput<Params>,
  climb: Climb<M>,
  pace: Pace<At>,
): Promise<Summit> {
  const { steps } = input.params;
  const phases = phasesOf(input.threat, steps);
  let x = startOf(input, phases[0]!.epsilon, climb.rngOf);
  let before = 0;
  for (const [i, phase] of phases.entries()) {
    const tick = (step: number) => input.ctx.tick(before + step, steps);
    const threat = { ...input.threat, epsilon: phase.epsilon };
    const params = { ...input.params, steps: phase.steps };
    const part = { ...input, threat, params, ctx: { ...input.ctx, tick } };
    const last = i === phases.length - 1;
    const end = await climbFrom(part, x, { ...climb, pace, onSuccess: last ? 'first' : 'nothing' });
    if (last) return end;
    x = end.x;
    before += phase.steps;
  }
  return unreachable(phases as never); // there is a last phase
}

/** Radii and steps; the shares of the paper. */
function phasesOf({ norm, epsilon }: Threat, steps: number): { readonly epsilon: number; readonly steps: number }[] {
  if (norm !== 'l1') return [{ epsilon, steps }];
  const wide = Math.round(0.3 * steps);
  return [
    { epsilon: 3 * epsilon, steps: wide },
    { epsilon: 2 * epsilon, steps: wide },
    { epsilon, steps: steps - 2 * wide },
  ];
}

/** A phase of a climb. */
interface Stage<At extends Adaptive, M extends TensorRecord> extends Climb<M> {
  readonly pace: Pace<At>;
  readonly onSuccess: OnSuccess;
}

/** Climbs from `from`, which it disposes, or the nearest point to it inside the ball. */
function climbFrom<At extends Adaptive, M extends TensorRecord>(
  input: AttackInput<Params>,
  from: Images,
  { memory, gainOf, pace, onSuccess }: Stage<At, M>,
): Promise<Summit> {
  const { norm, epsilon } = input.threat;
  const start = tf.tidy(() =>
    cloneRecord({ ...memory(), ...pace.begin(confine(balls[norm], from, input.x0, epsilon), input) }),
  );
  from.dispose();
  const { steps } = input.params;
  // A pace passes on what it does not know.
  const step = (slope: Slope<Params, M & At>) => ({ ...slope.at, ...pace.step(slope) });
  return ascend<Params, M & At>({ input, steps, onSuccess, start, gainOf, step, end: betterOf });
}

/** On the surface of the ball for linf and l2; for l1 normal noise, which the projection makes sparse. */
function startOf({ x0, threat }: AttackInput<Params>, epsilon: number, rngOf: (i: number) => Rng): Images {
  return tf.tidy(() => {
    const t = noises[threat.norm](x0.shape, rngOf);
    const way = threat.norm === 'l1' ? t : tf.mul(epsilon, tf.div(t, balls[threat.norm].length(t)));
    return tf.add(x0, way) as Images;
  });
}

const noises: Record<Norm, typeof normalNoise> = { linf: uniformNoise, l2: normalNoise, l1: normalNoise };
