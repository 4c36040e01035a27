import cards from './detect.ja.cards.json' with { type: 'json' };
import { addPageTexts } from './messages.ts';

// What detectors are called comes with what speaks of them: the set-up, which shows them last, and everything with numbers.
addPageTexts({ en: {}, ja: {}, cards });
