import type { ParamSchema } from '../core/params.ts';

export interface Paper {
  readonly authors: string;
  readonly year: number;
  readonly arxiv: string;
}

/** What a thief keeps of an answer: all probabilities, or the most likely class alone. */
export const labelKinds = ['soft', 'hard'] as const;
export type LabelKind = (typeof labelKinds)[number];

/** Everything about a thief except how it chooses its queries. Plain data, safe to import from the page. */
export interface ThiefCard {
  readonly title: string;
  /** One line: where its queries come from. */
  readonly summary: string;
  readonly paper: Paper;
  readonly labels: readonly LabelKind[];
  /** Images it takes from the pool: as many as it asks about, only its first few, or none. */
  readonly takes: 'queries' | 'seeds' | 'nothing';
  /** It needs to know which class each image of the pool belongs to. */
  readonly needsClasses: boolean;
  readonly params: ParamSchema;
}

/** Where a countermeasure acts: on who may ask, on what is answered, on what is noticed, or after the theft. */
export type CountermeasureKind = 'system' | 'algorithmic' | 'detection' | 'watermark';

/** Everything about a countermeasure except its arithmetic. Plain data, safe to import from the page. */
export interface CountermeasureCard {
  readonly title: string;
  /** One line: what it does to those who ask. */
  readonly summary: string;
  readonly kind: CountermeasureKind;
  readonly paper?: Paper;
  /** The owner sets images aside for it, which thieves cannot have. */
  readonly needsOwnImages: boolean;
  readonly params: ParamSchema;
}
