import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AttackId, attackIds } from '../../src/attacks/catalog.ts';
import type { Norm } from '../../src/core/threat.ts';
import { budgetOf } from '../../src/spec/cells.ts';
import { outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { dot, linearSubject, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const difference = [1, -2, 0.5, 0.25];
const subject = () => linearSubject({ weights: [[0, 0, 0, 0], difference] });
const dualNorm = { linf: difference.reduce((sum, w) => sum + Math.abs(w), 0), l2: Math.hypot(...difference) };
// The pixels keep 0.3 from the walls of the box, so up to this ε the box never binds and the radius is exact.
const budgets = { linf: [0.02, 0.05, 0.1, 0.2, 0.29], l2: [0.02, 0.05, 0.1, 0.2, 0.29] };

/** Long enough to converge: in l2 each step only turns the perturbation a little towards the gradient. */
const patient: Partial<Record<AttackId, Record<string, string>>> = {
  pgd: { 'pgd.steps': '150', 'pgd.stepSize': '0.1' },
  'apgd-ce': { 'apgd-ce.restarts': '1' },
  'apgd-dlr': { 'apgd-dlr.restarts': '1' },
  maxconfidence: { 'maxconfidence.steps': '150', 'maxconfidence.stepSize': '0.1' },
  rfgsm: { 'rfgsm.steps': '150', 'rfgsm.stepSize': '0.5' },
  simba: { 'simba.basis': 'pixel', 'simba.stepSize': '0.001' },
};

/** SimBA asks some thousand questions about each image. */
const countFor = (attack: AttackId): string => (attack === 'simba' ? '12' : '40');

/**
 * No closed form: TPGD goes wherever it was nudged, even further into the class; one perturbation serves all images; noise
 * only guesses. Cascades have a test of their own.
 */
const formless: readonly AttackId[] = ['tpgd', 'universal', 'noise', 'autoattack', 'audit'];

/** Attacks within a budget; what the others find has a closed form in `minimumNorm.test.ts`, or none. */
const bounded = attackIds.filter((id) => budgetOf(id) === 'ball' && !formless.includes(id));

/**
 * Norms in which an attack cannot find the best direction: the l2 windows of Square are too coarse for so small an image,
 * and Adam moves every pixel of SPSA equally fast.
 */
const inexact: Partial<Record<AttackId, readonly Norm[]>> = { square: ['l2'], spsa: ['l2'] };

describe.each(bounded)('%s on a linear victim', (attack) => {
  it.each((['linf', 'l2'] as const).filter((norm) => !inexact[attack]?.includes(norm)))(
    'succeeds exactly beyond the closed-form radius (%s)',
    async (norm) => {
      const victim = subject();
      const report = await reportOf(victim, {
        ...patient[attack],
        attack,
        defense: 'none',
        norm,
        count: countFor(attack),
        eps: budgets[norm].join(','),
      });
      for (const epsilon of budgets[norm]) {
        for (const { image, success } of outcomes(report, { attack, defense: 'none', adaptive: true, epsilon })) {
          const radius = Math.abs(dot(difference, victim.pixels(image))) / dualNorm[norm];
          if (Math.abs(radius - epsilon) > 1e-4)
            expect(success, `image ${image}, radius ${radius}, ε ${epsilon}`).toBe(epsilon > radius);
        }
      }
    },
  );

  it('reaches the targeted optimum too', async () => {
    const victim = subject();
    const report = await reportOf(victim, {
      ...patient[attack],
      attack,
      defense: 'none',
      goal: 'offset',
      target: '1',
      count: countFor(attack),
      eps: '0.1',
    });
    for (const { image, success } of outcomes(report, { attack, defense: 'none', adaptive: true, epsilon: 0.1 })) {
      const radius = Math.abs(dot(difference, victim.pixels(image))) / dualNorm.linf;
      if (Math.abs(radius - 0.1) > 1e-4) expect(success).toBe(0.1 > radius);
    }
  });
});
