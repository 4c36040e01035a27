import { type CertificateId, certificateCards } from '../certification/certificates.catalog.ts';
import { describeEpsilon } from '../core/epsilon.ts';
import type { CardMeasure, CardProof, RobustnessCard } from '../spec/robustness/cardSchema.ts';
import type { Voice } from './voice.ts';

/** Proofs of one report that an attack stands beside: bounds in linf, or votes in l2. */
export interface ProofTable {
  readonly source: number;
  readonly norm: CardProof['row']['norm'];
  readonly attack: CardProof['attack'];
  readonly methods: readonly CertificateId[];
  /** Ascending; each with at least one proof, in the order of `methods`. */
  readonly rows: readonly { readonly epsilon: number; readonly proofs: readonly CardProof[] }[];
}

/** By report and norm. Budgets beyond the first at which nothing is proved say nothing new, but for that of the levels. */
export function proofTables({ certified, threat }: RobustnessCard): ProofTable[] {
  const keyOf = ({ source, row }: CardProof) => `${source}|${row.norm}`;
  return [...new Set(certified.map(keyOf))].map((key) => {
    const proofs = certified.filter((proof) => keyOf(proof) === key);
    const [{ source, attack, row }] = proofs as [CardProof, ...CardProof[]]; // a key is of one
    const budgets = [...new Set(proofs.map((proof) => proof.row.epsilon))].sort((a, b) => a - b);
    const rows = budgets.map((epsilon) => ({ epsilon, proofs: proofs.filter((one) => one.row.epsilon === epsilon) }));
    const end = rows.findIndex((one) => one.proofs.every((proof) => proof.row.certifiedAccuracy === 0));
    return {
      ...{ source, norm: row.norm, attack },
      methods: [...new Set(proofs.map((proof) => proof.row.method))],
      rows: rows.filter(({ epsilon }, i) => end < 0 || i <= end || Math.abs(epsilon - threat.budget) <= 1e-6),
    };
  });
}

export const provedOf = ({ row }: CardProof): CardMeasure => ({
  ...{ value: row.certifiedAccuracy, low: row.ciLow, high: row.ciHigh, n: row.n },
});

export const withstoodOf = ({ row }: CardProof): CardMeasure => ({
  ...{ value: row.empiricalAccuracy, low: row.empiricalLow, high: row.empiricalHigh, n: row.n },
});

export const methodTitle = (id: string, { card }: Pick<Voice, 'card'>): string =>
  card(`certificates.${id}.title`, (certificateCards as Readonly<Record<string, { title: string }>>)[id]?.title ?? id);

/** What is proved: of the model itself, or of the vote, which answers in its place. */
export function proofAbout({ rows }: ProofTable, { say, count }: Voice): string {
  const { row, smoothing } = rows[0]!.proofs[0]!;
  if (!smoothing) return say('rc.proofBounds');
  const { sigma, n, alpha, abstained } = smoothing;
  const values = { votes: count(n), sigma: String(sigma), alpha: String(alpha) };
  return say('rc.proofVotes', { ...values, abstained: count(abstained), n: count(row.n) });
}

/** Whether an image is both proved and fooled, and which. */
export interface ProofCheck {
  readonly held: boolean;
  readonly text: string;
}

export function proofCheck(proofs: readonly CardProof[], { say }: Voice): ProofCheck {
  const held = proofs.every(({ trust }) => trust === 'checked');
  const images = [...new Set(proofs.flatMap(({ row }) => row.broken))].sort((a, b) => a - b);
  if (held && images.length === 0) return { held, text: say('rc.proofHeld') };
  const names = images.map((image) => `#${image}`).join(say('own.join')) || '–'; // the shares alone may show it
  return { held, text: say(held ? 'rc.proofAllowed' : 'rc.proofBroken', { images: names }) };
}

/** `ε = 0.05` or `radius 0.5`, with the norm. */
export const proofBudget = (norm: ProofTable['norm'], epsilon: number, { say, option }: Voice): string =>
  say(norm === 'l2' ? 'rc.proofRadius' : 'rc.proofEpsilon', {
    epsilon: describeEpsilon(epsilon),
    norm: option('norm', norm),
  });
