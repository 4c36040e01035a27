import type { Attack } from './attack.ts';
import { pgd } from './pgd.ts';

/**
 * Fast gradient sign method (Goodfellow et al. 2015, arXiv:1412.6572, sec. 4): one full-length PGD step from the image.
 *
 * Under l2 the step is ε·g/‖g‖₂, the fast gradient method; under l1 it goes along the largest slopes (see `projectedStep`).
 */
export const fgsm: Attack<'fgsm'> = (input) =>
  pgd({
    ...input,
    params: { ...input.params, steps: 1, stepSize: 1, randomStart: false, restarts: 1, earlyStop: false },
  });
