import type { DatasetCard } from './card.ts';
import { cifar10Card } from './cifar10.card.ts';
import { mnistCard } from './mnist.card.ts';
import { signsCard, signsHardCard } from './signs.card.ts';

/** Order here is the order in menus and lists. Keys are permanent: they appear in permalinks. */
export const datasetCards = {
  mnist: mnistCard,
  cifar10: cifar10Card,
  signs: signsCard,
  'signs-hard': signsHardCard,
} as const satisfies Record<string, DatasetCard>;

export type DatasetId = keyof typeof datasetCards;
export const datasetIds = Object.keys(datasetCards) as DatasetId[];
