import type { ParamSchema } from '../core/params.ts';

/** Everything about a detector except its arithmetic. Plain data, safe to import from the page. */
export interface DetectorCard {
  readonly title: string;
  /** One line: what it takes for suspicious. */
  readonly summary: string;
  /** What it buys, what it does not, and what it costs. One sentence each. */
  readonly strengths: string;
  readonly weaknesses: string;
  readonly costs: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  /** `penalty` in every card: how much an adaptive attack minds being suspected. */
  readonly params: ParamSchema & { readonly penalty: ParamSchema[string] };
}
