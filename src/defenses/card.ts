import type { ParamSchema } from '../core/params.ts';

/** Everything about a defense except its arithmetic. Plain data, safe to import from the page. */
export interface DefenseCard {
  readonly title: string;
  /** One line: what it does to the image. */
  readonly summary: string;
  /** What it buys, what it does not, and what it takes away from the model or adds to an answer. One sentence each. */
  readonly strengths: string;
  readonly weaknesses: string;
  readonly costs: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  /**
   * What the adaptive attack takes for the gradient: that of the identity (BPDA), that of the transformation, or one that
   * the transformation substitutes for its own.
   */
  readonly backward: 'identity' | 'exact' | 'substitute';
  /** Answers differ from call to call; the adaptive attack averages its gradient over several (EOT). */
  readonly randomised: boolean;
  readonly params: ParamSchema;
}

/** The texts of a card besides its title. */
export const defenseTexts = [
  'summary',
  'strengths',
  'weaknesses',
  'costs',
] as const satisfies readonly (keyof DefenseCard)[];
