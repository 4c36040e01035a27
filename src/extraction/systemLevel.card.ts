import { integer, number } from '../core/params.ts';
import type { CountermeasureCard } from './card.ts';

export const rateLimitCard = {
  title: 'Rate limit',
  summary: 'Each account has a bucket of tokens that fills slowly; an answer takes one, and who has none has to wait.',
  kind: 'system',
  needsOwnImages: false,
  params: {
    perSecond: number({
      label: 'Refill',
      help: 'Tokens per second and account.',
      default: 1,
      min: 0.0001,
      max: 10_000,
      scale: 'log',
    }),
    burst: integer({
      label: 'Bucket',
      help: 'Tokens a full bucket holds.',
      default: 100,
      min: 1,
      max: 1_000_000,
      scale: 'log',
    }),
  },
} as const satisfies CountermeasureCard;

export const queryBudgetCard = {
  title: 'Query budget',
  summary: 'Each account is answered a fixed number of times and never again.',
  kind: 'system',
  needsOwnImages: false,
  params: {
    perAccount: integer({
      label: 'Answers',
      help: 'Answers per account.',
      default: 1000,
      min: 1,
      max: 10_000_000,
      scale: 'log',
    }),
  },
} as const satisfies CountermeasureCard;

export const priceCard = {
  title: 'Higher price',
  summary: 'Every answer costs this instead of the usual price. Stops nobody who can pay.',
  kind: 'system',
  needsOwnImages: false,
  params: {
    perThousand: number({
      label: 'Price',
      help: 'Money for 1,000 answers.',
      default: 15,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
  },
} as const satisfies CountermeasureCard;

export const registrationCard = {
  title: 'Registration cost',
  summary: 'Every account costs money once, which makes many accounts dear.',
  kind: 'system',
  needsOwnImages: false,
  params: {
    perAccount: number({
      label: 'Cost',
      help: 'Money for each account.',
      default: 10,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
  },
} as const satisfies CountermeasureCard;
