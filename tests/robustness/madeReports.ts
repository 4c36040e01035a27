import { reportJson } from '../../src/spec/export/reportJson.ts';
import type { Report } from '../../src/spec/report.ts';
import { type Evaluation, ownEvaluation, readEvaluation } from '../../src/spec/robustness/sources.ts';
import { writtenReport } from '../spec/writtenReport.ts';

/** `wrong` of `n` images answered wrongly. */
export const answers = (n: number, wrong: number): number[] => Array.from({ length: n }, (_, i) => Number(i < wrong));

interface Made {
  readonly attack?: string;
  readonly eps?: string;
  readonly n?: number;
  /** Images that are wrong under an attack at a budget. */
  readonly wrong?: (attack: string, epsilon: number) => number;
  readonly more?: Readonly<Record<string, string>>;
}

/** A report of an undefended model whose images are all right until they are attacked. */
export function madeReport({ attack = 'fgsm', eps = '0.3', n = 200, wrong = () => 0, more = {} }: Made = {}): Report {
  const text = { attack, eps, defense: 'none', count: String(n), ...more };
  return writtenReport(text, (id, epsilon) => answers(n, wrong(id, epsilon)), answers(n, 0));
}

export const made = (options: Made = {}, name = 'report.json'): Evaluation => ownEvaluation(madeReport(options), name);

/** The same through a file whose text `edit` changes. */
export const filed = (options: Made, edit: (text: string) => string = (text) => text): Evaluation =>
  readEvaluation(edit(reportJson(madeReport(options))), 'report.json');
