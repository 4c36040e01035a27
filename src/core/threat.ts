export const norms = ['linf', 'l2'] as const;
export type Norm = (typeof norms)[number];

export const goalKinds = ['untargeted', 'offset', 'least-likely', 'class'] as const;
export type GoalKind = (typeof goalKinds)[number];

/**
 * What the adversary wants.
 *
 * `offset` asks for class (label + offset) mod k, `least-likely` for the class the undefended model believes in least on
 * the clean image, `class` for one fixed class (images that already carry that label are left out of success rates).
 */
export type Goal =
  | { readonly kind: 'untargeted' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'least-likely' }
  | { readonly kind: 'class'; readonly target: number };

/** What the adversary may do; shared by all attacks of an experiment, enforced by the engine. `epsilon` is in pixel units. */
export interface Threat {
  readonly norm: Norm;
  readonly epsilon: number;
}
