import type { AttackCard } from '../src/attacks/card.ts';
import { attackCards } from '../src/attacks/catalog.ts';
import type { Column } from '../src/cli/table.ts';
import { median } from '../src/core/stats.ts';
import type { AttackRow } from './attacks.ts';

export const attackColumns: readonly Column[] = [
  { title: 'attack', align: 'left' },
  { title: 'norm', align: 'left' },
  { title: 'gradients', align: 'right' },
  { title: 'at most', align: 'right' },
  { title: 'forwards', align: 'right' },
  { title: 'at most', align: 'right' },
  { title: 'ms', align: 'right' },
];

/** One line per attack, as long as `attackColumns`; all numbers are per image. */
export const attackLines = (rows: readonly AttackRow[]): string[][] =>
  rows.map(({ attack, norm, spent, atMost, samples }) => [
    (attackCards[attack] as AttackCard).title,
    norm,
    passes(spent.gradients),
    passes(atMost.gradients),
    passes(spent.forwards),
    passes(atMost.forwards),
    milliseconds(median(samples)),
  ]);

const passes = (count: number) =>
  count < 10 ? String(Number(count.toFixed(1))) : Math.round(count).toLocaleString('en-US');

const milliseconds = (ms: number) => (ms < 100 ? ms.toPrecision(3) : Math.round(ms).toLocaleString('en-US'));
