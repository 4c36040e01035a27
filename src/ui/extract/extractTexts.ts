import { addCards } from '../../i18n/cardText.ts';
import extractEn from '../../i18n/extract.en.json' with { type: 'json' };
import extractJa from '../../i18n/extract.ja.json' with { type: 'json' };
import jaCards from '../../i18n/ja.extract.cards.json' with { type: 'json' };
import { addMessages } from '../../i18n/messages.ts';

// Page and strip are loaded by themselves, and either may come first.
addMessages({ en: extractEn, ja: extractJa });
addCards('ja', jaCards);
