import messages from './en.json' with { type: 'json' };
import type { Texts } from './messages.ts';

/** Cards and problems are written in English. */
export const english: Texts = { messages, cards: {} };
