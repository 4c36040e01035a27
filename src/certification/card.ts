/** Everything about a certificate except its arithmetic. Plain data, safe to import from the page. */
export interface CertificateCard {
  readonly title: string;
  /** One line: how it proves an answer. */
  readonly summary: string;
  /** What it buys, what it does not, and what it costs. One or two sentences each. */
  readonly strengths: string;
  readonly weaknesses: string;
  readonly costs: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly arxiv: string };
  /** Distance it holds in. */
  readonly norm: 'linf' | 'l2';
}
