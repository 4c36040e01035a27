/** A network that a thief trains. Plain data, safe to import from the page. */
export interface SubstituteCard {
  readonly title: string;
  readonly summary: string;
  /** Filters of each convolution of 5 × 5 with stride 2; empty for a network without any. */
  readonly filters: readonly number[];
  /** Units of each dense layer before the last. */
  readonly units: readonly number[];
}

/** Order here is the order in menus and lists. Keys are permanent: they appear in permalinks. */
export const substituteCards = {
  'cnn-small': {
    title: 'Small CNN',
    summary: 'Two narrow convolutions and nothing between them and the answer.',
    filters: [8, 16],
    units: [],
  },
  cnn: {
    title: 'CNN',
    summary: 'Two convolutions and a dense layer: what the digit model is built of.',
    filters: [16, 32],
    units: [100],
  },
  'cnn-large': { title: 'Large CNN', summary: 'The same with twice of everything.', filters: [32, 64], units: [200] },
  mlp: { title: 'Dense layers', summary: 'No convolution at all.', filters: [], units: [128, 64] },
  linear: {
    title: 'Linear',
    summary: 'One score per class from a weighted sum of the pixels.',
    filters: [],
    units: [],
  },
} as const satisfies Record<string, SubstituteCard>;

export type SubstituteId = keyof typeof substituteCards;
export const substituteIds = Object.keys(substituteCards) as SubstituteId[];
