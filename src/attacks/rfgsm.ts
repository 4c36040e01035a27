import { gainOf } from '../tensor/gradient.ts';
import { normalNoise } from '../tensor/noise.ts';
import { balls, confine, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { ascend } from './ascend.ts';
import type { Attack, AttackInput } from './attack.ts';
import { projectedStep } from './projectedStep.ts';

/**
 * FGSM after a random step (Tramèr et al. 2018, arXiv:1705.07204, sec. 3.4). With u standard normal and a = `start`:
 *
 *     x' = x + a·ε·sign(u);   x'' = Π[ x' + α·ε·dir(∇ gain(x')) ]
 *
 * The paper takes a = ½, α = 1 − a and one step. Differs from it: under l2 the random step is a·ε·u/‖u‖₂.
 */
export const rfgsm: Attack<'rfgsm'> = async (input) => {
  const { steps, stepSize, loss, earlyStop } = input.params;
  const { x } = await ascend({
    input,
    steps,
    onSuccess: earlyStop ? 'first' : 'latest',
    start: { x: afterRandomStep(input, input.params.start) },
    gainOf: ({ objective }) => gainOf(loss, objective),
    step: (slope) => ({ x: projectedStep(slope, stepSize) }),
  });
  return x;
};

function afterRandomStep({ x0, threat, ctx }: AttackInput<unknown>, length: number): Images {
  const ball = balls[threat.norm];
  return tf.tidy(() => {
    const direction = ball.steepest(normalNoise(x0.shape, (i) => ctx.rngOf(i)));
    return confine(ball, tf.add(x0, tf.mul(length * threat.epsilon, direction)), x0, threat.epsilon);
  });
}
