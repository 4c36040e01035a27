import type { SpecText } from './spec.ts';

/** What an extraction attacks with and against where its text does not say. */
export const usualExtract = {
  thief: 'knockoff,copycat',
  labels: 'soft,hard',
  countermeasure: 'none',
  pool: 'rest',
  attack: 'fgsm,pgd',
} as const;

/** Without settings of thieves, countermeasures and attacks that the text does not use. */
export function prunedExtract(text: SpecText): SpecText {
  const { thief, countermeasure, attack } = { ...usualExtract, ...text };
  const used = new Set([thief, countermeasure, attack].join(',').split(/[,+]/));
  const isUsed = (key: string) => !key.includes('.') || used.has(key.slice(0, key.indexOf('.')));
  return Object.fromEntries(Object.entries(text).filter(([key]) => isUsed(key)));
}
