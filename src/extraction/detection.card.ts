import { choice, integer, number } from '../core/params.ts';
import type { CountermeasureCard } from './card.ts';

const view = choice({
  label: 'View',
  help: 'Watches each account by itself (client), or all queries together (pooled).',
  options: ['client', 'pooled'],
  default: 'client',
});

const after = choice({
  label: 'After an alarm',
  help: 'Only note it (watch), shuffle the three likeliest classes while it lasts (degrade), or close the account (block).',
  options: ['watch', 'degrade', 'block'],
  default: 'watch',
});

export const pradaCard = {
  title: 'PRADA',
  summary: 'Natural queries are scattered like a bell curve; alarms when the distances between queries are not.',
  kind: 'detection',
  paper: { authors: 'Juuti et al.', year: 2019, arxiv: '1805.02628' },
  needsOwnImages: false,
  params: {
    delta: number({
      label: 'δ',
      help: 'Alarm when Shapiro–Wilk W falls below it.',
      default: 0.9,
      min: 0.01,
      max: 0.999,
    }),
    view,
    after,
  },
} as const satisfies CountermeasureCard;

export const strangersCard = {
  title: 'Out-of-distribution queries',
  summary:
    "Alarms when too many of the latest queries lie farther from the owner's images than these lie from each other.",
  kind: 'detection',
  paper: { authors: 'Sun et al.', year: 2022, arxiv: '2204.06507' },
  needsOwnImages: true,
  params: {
    quantile: number({
      label: 'Quantile',
      help: "Share of the owner's images that counts as normal.",
      default: 0.95,
      min: 0.5,
      max: 0.999,
    }),
    window: integer({ label: 'Window', help: 'Latest queries looked at.', default: 100, min: 10, max: 10_000 }),
    share: number({
      label: 'Share',
      help: 'Strange queries in the window that raise the alarm.',
      default: 0.3,
      min: 0.01,
      max: 1,
    }),
    view,
    after,
  },
} as const satisfies CountermeasureCard;

export const watermarkCard = {
  title: 'Watermark',
  summary: 'Teaches the model secret answers to a few odd images; a copy that knows them was stolen.',
  kind: 'watermark',
  paper: { authors: 'Adi et al.', year: 2018, arxiv: '1802.04633' },
  needsOwnImages: true,
  params: {
    triggers: integer({
      label: 'Trigger images',
      help: 'Odd images with secret classes.',
      default: 50,
      min: 5,
      max: 500,
    }),
    epochs: integer({
      label: 'Epochs',
      help: "Passes over triggers and the owner's images.",
      default: 10,
      min: 1,
      max: 200,
    }),
  },
} as const satisfies CountermeasureCard;
