import type { AttackId } from '../attacks/catalog.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Spec } from './spec.ts';

/** One number of the grid: one attack against one defense at one budget. */
export interface Cell {
  readonly attack: AttackId;
  /** `none`, `bits`, `bits+median`, … */
  readonly defense: string;
  /** The attack goes through the defense; false when it only sees the undefended model. Always true for `none`. */
  readonly adaptive: boolean;
  /** Pixel units. */
  readonly epsilon: number;
}

export const cellKey = ({ attack, defense, adaptive, epsilon }: Cell): string =>
  [attack, defense, adaptive ? 'adaptive' : 'non-adaptive', epsilon].join('|');

/** Every cell of the experiment: budgets outermost, so that a curve grows from left to right. */
export function planCells(spec: Spec): Cell[] {
  return spec.epsilons.flatMap((epsilon) =>
    spec.defenses.flatMap((chain) => {
      const defense = chainName(chain);
      return modesOf(spec, defense).flatMap((adaptive) =>
        spec.attacks.map(({ id }) => ({ attack: id, defense, adaptive, epsilon })),
      );
    }),
  );
}

function modesOf({ adaptive }: Spec, defense: string): readonly boolean[] {
  if (defense === 'none') return [true]; // the gradient of the bare model is exact: nothing to adapt to
  return adaptive === 'both' ? [true, false] : [adaptive === 'yes'];
}
