import cards from './ja.cards.json' with { type: 'json' };
import messages from './ja.json' with { type: 'json' };
import type { Texts } from './messages.ts';

export const japanese: Texts = { messages, cards };
