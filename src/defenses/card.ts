import type { ParamSchema } from '../core/params.ts';

/** Everything about a defense except its arithmetic. Plain data, safe to import from the page. */
export interface DefenseCard {
  readonly title: string;
  /** One line: what it does to the image. */
  readonly summary: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  /** What the adaptive attack uses where the transformation has no useful gradient of its own. */
  readonly backward: 'identity' | 'exact';
  /** Answers differ from call to call; the adaptive attack averages its gradient over several. */
  readonly randomised: boolean;
  readonly params: ParamSchema;
}
