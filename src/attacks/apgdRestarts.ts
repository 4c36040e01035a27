import type { LossName } from '../core/lossNames.ts';
import { gainOf } from '../tensor/gradient.ts';
import type { Images } from '../tensor/norms.ts';
import { apgd } from './apgd.ts';
import type { Attack, AttackInput } from './attack.ts';
import { inTurn } from './inTurn.ts';

/** Auto-PGD on the cross-entropy; see `apgd`. An image keeps the first restart that succeeds, and leaves. */
export const apgdCe: Attack<'apgd-ce'> = (input) => restarted(input, 'ce');

/** Auto-PGD on the difference of logits ratio (Croce and Hein 2020, arXiv:2003.01690, sec. 4), which no scaling hides. */
export const apgdDlr: Attack<'apgd-dlr'> = (input) => restarted(input, 'dlr');

interface Params {
  readonly steps: number;
  readonly restarts: number;
}

async function restarted(input: AttackInput<Params>, loss: LossName): Promise<Images> {
  const attempts = Array.from({ length: input.params.restarts }, (_, restart) => ({
    work: 1,
    run: (part: AttackInput<Params>) =>
      apgd(part, {
        memory: () => ({}),
        gainOf: ({ objective }) => gainOf(loss, objective),
        rngOf: (i) => part.ctx.rngOf(i).fork(restart),
      }),
  }));
  const { x } = await inTurn(input, attempts);
  return x;
}
