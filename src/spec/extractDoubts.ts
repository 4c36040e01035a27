import { chainName } from '../defenses/catalog.ts';
import { type CountermeasureChain, countermeasureCards } from '../extraction/countermeasures.catalog.ts';
import type { ExtractReport } from './extractReport.ts';
import { type ExtractSpec, parseExtract, planThefts } from './extractSpec.ts';

/**
 * Why the numbers of a theft flatter a countermeasure.
 *
 * `no-hard-thief`: it bends probabilities, and no thief was content with the class alone, who would not even notice
 * (Tramèr et al. 2016, arXiv:1609.02943, sec. 5). `few-honest`: it watches for thieves, and its false alarms are known
 * from fewer than 1,000 questions of honest users (Juuti et al. 2019, arXiv:1805.02628, sec. 6).
 */
export interface ExtractDoubt {
  readonly code: 'no-hard-thief' | 'few-honest';
  readonly countermeasures: string;
  readonly message: string;
}

const enough = 1000;

export function extractDoubts(report: ExtractReport): ExtractDoubt[] {
  const spec = parseExtract(report.spec);
  return spec.chains.flatMap((chain) => [...noHardThief(spec, chain), ...fewHonest(report, chain)]);
}

function noHardThief(spec: ExtractSpec, chain: CountermeasureChain): ExtractDoubt[] {
  const countermeasures = chainName(chain);
  const thefts = planThefts(spec).filter((theft) => theft.countermeasures === countermeasures);
  if (!has(chain, 'algorithmic') || thefts.some(({ labels }) => labels === 'hard')) return [];
  const message = `${countermeasures}: no thief was content with the class alone, who would not notice; add labels hard`;
  return [{ code: 'no-hard-thief', countermeasures, message }];
}

function fewHonest({ honest }: ExtractReport, chain: CountermeasureChain): ExtractDoubt[] {
  const countermeasures = chainName(chain);
  const prices = Object.values(honest[countermeasures] ?? {});
  const n = Math.min(...prices.map(({ answered }) => answered.n));
  if (!has(chain, 'detection') || prices.length === 0 || n >= enough) return [];
  const message = `${countermeasures}: its false alarms are known from ${n} questions of an honest user only; ask ${enough}`;
  return [{ code: 'few-honest', countermeasures, message }];
}

const has = (chain: CountermeasureChain, kind: 'algorithmic' | 'detection') =>
  chain.some(({ id }) => countermeasureCards[id].kind === kind);
