export const norms = ['linf', 'l2', 'l1'] as const;
export type Norm = (typeof norms)[number];

export const goalKinds = ['untargeted', 'offset', 'least-likely', 'class', 'best-of-all'] as const;
export type GoalKind = (typeof goalKinds)[number];

/**
 * What the adversary wants.
 *
 * `offset` asks for class (label + offset) mod k, `least-likely` for the class the undefended model believes in least on
 * the clean image, `class` for one fixed class (images that already carry that label are left out of success rates).
 * `best-of-all` aims at every wrong class in turn and stops at the first that is reached; any wrong answer is a success
 * (the multi-targeted attack of Gowal et al. 2019, arXiv:1910.09338).
 */
export type Goal =
  | { readonly kind: 'untargeted' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'least-likely' }
  | { readonly kind: 'class'; readonly target: number }
  | { readonly kind: 'best-of-all' };

/** What the adversary may do; shared by all attacks of an experiment, enforced by the engine. `epsilon` is in pixel units. */
export interface Threat {
  readonly norm: Norm;
  readonly epsilon: number;
}

/** Distance between a black and a white image of so many pixel values: nothing in the box lies farther apart. */
export const boxReach = (norm: Norm, pixels: number): number => ({ linf: 1, l2: Math.sqrt(pixels), l1: pixels })[norm];
