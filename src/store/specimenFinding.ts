import type { Picture } from './labState.ts';

/** What an attack did to one image, in the words of nobody. Classes are indices, `confidence` is in [0, 1]. */
export type SpecimenFinding =
  | { readonly kind: 'turned' | 'missed'; readonly from: number; readonly to: number; readonly confidence: number }
  | { readonly kind: 'held' | 'isTarget'; readonly from: number; readonly confidence: number }
  /** The model was wrong before the attack, which then had nothing to do. */
  | { readonly kind: 'wrongBefore'; readonly label: number; readonly from: number; readonly confidence: number };

export function specimenFinding(picture: Picture): SpecimenFinding {
  const { label, target, cleanProbabilities, adversarialProbabilities } = picture;
  const from = largestAt(cleanProbabilities);
  const to = largestAt(adversarialProbabilities);
  const before = cleanProbabilities[from]!;
  const confidence = adversarialProbabilities[to]!;
  if (target >= 0) {
    if (from === target) return { kind: 'isTarget', from, confidence: before };
    if (to === target) return { kind: 'turned', from, to, confidence };
    return to === from ? { kind: 'held', from, confidence } : { kind: 'missed', from, to, confidence };
  }
  if (from !== label) return { kind: 'wrongBefore', label, from, confidence: before };
  return to === label ? { kind: 'held', from, confidence } : { kind: 'turned', from, to, confidence };
}

/** Index of the largest value, the first of several. */
export const largestAt = (values: Float32Array): number => values.indexOf(Math.max(...values));
