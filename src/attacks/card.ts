import type { ParamSchema } from '../core/params.ts';
import type { GoalKind, Norm } from '../core/threat.ts';

/** Everything about an attack except its arithmetic. Plain data, safe to import from the page. */
export interface AttackCard {
  readonly title: string;
  /** One line: what it is good for. */
  readonly summary: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  readonly access: 'gradient' | 'scores' | 'decision';
  readonly norms: readonly Norm[];
  readonly goals: readonly GoalKind[];
  readonly params: ParamSchema;
}
