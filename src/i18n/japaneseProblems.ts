import cards from './ja.problems.json' with { type: 'json' };
import type { Texts } from './messages.ts';

/** The longest texts of all, of which most visits show none. */
export const japaneseProblems: Texts = { messages: {}, cards };
