import type { ReadBytes } from '../core/bytes.ts';
import type { DatasetCard } from './card.ts';
import { openGenerated } from './generated.ts';
import { openPacked } from './packed.ts';
import type { ImageSource } from './source.ts';

/** A data set of the lab, whether it ships or is drawn. `read` finds what ships. */
export const openDataset = (card: DatasetCard, read: ReadBytes): ImageSource =>
  card.kind === 'packed' ? openPacked(card, read) : openGenerated(card);
