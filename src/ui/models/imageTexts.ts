import imagesEn from '../../i18n/images.en.json' with { type: 'json' };
import imagesJa from '../../i18n/images.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';

addPageTexts({ en: imagesEn, ja: imagesJa, cards: {} });
