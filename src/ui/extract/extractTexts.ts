import extractEn from '../../i18n/extract.en.json' with { type: 'json' };
import jaCards from '../../i18n/extract.ja.cards.json' with { type: 'json' };
import extractJa from '../../i18n/extract.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';

// Page and strip are loaded by themselves, and either may come first.
addPageTexts({ en: extractEn, ja: extractJa, cards: jaCards });
