import cards from './ja.cards.json' with { type: 'json' };
import messages from './ja.json' with { type: 'json' };
import problems from './ja.problems.json' with { type: 'json' };
import type { Texts } from './messages.ts';

export const japanese: Texts = { messages, cards: { ...cards, ...problems } };
