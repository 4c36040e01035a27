import imagesEn from '../../i18n/images.en.json' with { type: 'json' };
import imagesJa from '../../i18n/images.ja.json' with { type: 'json' };
import { addMessages } from '../../i18n/messages.ts';

addMessages({ en: imagesEn, ja: imagesJa });
