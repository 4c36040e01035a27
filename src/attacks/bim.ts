import type { Attack } from './attack.ts';
import { pgd } from './pgd.ts';

/** Basic iterative method (Kurakin et al. 2017, arXiv:1607.02533, sec. 2.2): PGD that starts at the image itself. */
export const bim: Attack<'bim'> = (input) =>
  pgd({ ...input, params: { ...input.params, randomStart: false, restarts: 1 } });
