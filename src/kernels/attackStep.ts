/**
 * A kernel of ours: one step of a projected gradient attack in one pass. Inputs `x`, `gradient` and `x0`, all `[n, h, w, c]`
 * float32, attributes `AttackStepAttrs`; the result is what `src/tensor/attackStep.ts` writes down in operations.
 */
export const AttackStep = 'AttackStep';

export interface AttackStepAttrs {
  readonly norm: 'linf' | 'l2';
  /** Length of the step, in the norm. */
  readonly stride: number;
  /** Radius of the ball around `x0`. */
  readonly epsilon: number;
}
